package dev.duello.train;

import dev.duello.data.Dataset;
import dev.duello.data.Sources;
import dev.duello.learn.SettingException;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses before the first step what an evaluation would refuse after many. */
final class EvaluationCheck {
    private EvaluationCheck() {}

    /**
     * @param images to measure on, or null for none; where images are translated, those that nothing is kept out of
     * @throws SettingException when a metric that is asked for cannot be measured on such images
     * @throws dev.duello.data.DataException when the feature network cannot be had for them
     */
    static void check(Experiment experiment, @Nullable Dataset images) {
        Experiment.Evaluation evaluation = experiment.evaluation();
        if (!evaluation.isOn() || images == null) {
            return;
        }
        FeatureNetworks.check(evaluation.features(), images);
        if (evaluation.features().startsWith("inception")) {
            // A damaged file shows now, not at the first evaluation.
            FeatureNetworks.open(evaluation.features(), images, EvaluationProgress.NONE)
                    .close();
        }
        List<Metric> metrics =
                new ArrayList<>(StopRule.parse(evaluation.until()).metrics());
        metrics.addFirst(StopRule.metric("evaluation.metric", evaluation.metric()));
        boolean hasTargets = experiment.kind().isTranslator();
        int count = images.size();
        if (hasTargets) {
            count = Math.min(
                    evaluation.samples(),
                    TrainingEvaluator.measured(experiment, images).size());
        }
        for (Metric metric : metrics) {
            Sources sources = images.sources();
            if (metric.isPaired() && sources != null && !sources.arePairs()) {
                throw new SettingException("evaluation: " + metric.name()
                        + " compares each image with its target, and unpaired images have none. Choose another metric, such as"
                        + " fid.");
            }
            if (metric.isPaired() && !hasTargets) {
                throw new SettingException("evaluation: " + metric.name()
                        + " compares each image with its target, and images of noise have none. Choose another metric, such as"
                        + " fid.");
            }
            if (metric.isConditional()) {
                throw new SettingException("evaluation: " + metric.name()
                        + " is measured afterwards, by duello evaluate. Choose another metric, such as fid.");
            }
            if (metric.requirements().needsClasses() && !FeatureNetworks.tellsClasses(evaluation.features(), images)) {
                throw new SettingException("evaluation: " + metric.name()
                        + (evaluation.features().equals("random")
                                ? " needs a classifier as feature network, such as evaluation.features=classifier."
                                : " needs labeled images, and " + images.name()
                                        + " has too few labels to train a classifier on."));
            }
            String obstacle = metric.requirements().obstacle(count, images.format());
            if (obstacle != null) {
                throw new SettingException(
                        "evaluation: " + images.name() + " cannot be measured so: " + metric.name() + " " + obstacle);
            }
            if (evaluation.samples() < metric.requirements().minSamples()) {
                throw new SettingException(
                        "evaluation.samples: " + evaluation.samples() + " is out of range: " + metric.name()
                                + " needs at least " + metric.requirements().minSamples() + ".");
            }
        }
    }
}
