package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.data.text.TextFormat;
import dev.duello.metric.Evaluation;
import dev.duello.metric.Evaluator;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricRequirements;
import dev.duello.metric.NgramModel;
import dev.duello.metric.Samples;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a simple method of the field reaches by the same metrics: for texts, a model of n-grams of the reals. */
final class TextBaseline {
    private static final int N = 4;
    private static final String NAME = N + "-gram model";

    private TextBaseline() {}

    /**
     * @param reals all of them, of which the evaluator compares some: a model of just these would repeat what is compared
     * @param metrics those that were measured; those of characters are measured here
     * @param fakes as many texts are drawn
     * @return by the name of the method; empty where the reals are no texts, or none of the metrics is one of characters
     */
    static Map<String, Evaluation> of(
            Evaluator evaluator, Dataset reals, Collection<Metric> metrics, int fakes, long seed) {
        List<Metric> ofCharacters = metrics.stream()
                .filter(metric -> metric.requirements().input() == MetricRequirements.Input.CHARACTERS)
                .toList();
        if (ofCharacters.isEmpty() || !(reals.format() instanceof TextFormat format)) {
            return Map.of();
        }
        try (Samples all = evaluator.samples(ImageSource.of(reals, reals.size()))) {
            NgramModel model = NgramModel.of(all, N);
            return Map.of(NAME, evaluator.evaluate(model.source(format, fakes, seed), ofCharacters));
        }
    }
}
