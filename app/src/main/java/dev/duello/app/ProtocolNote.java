package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a metric of a training and the same of an evaluation differ, where both are shown. */
final class ProtocolNote {
    private static final Pattern FAKES = Pattern.compile("(\\d+) fakes");

    private ProtocolNote() {}

    /**
     * @param training the protocol of an evaluation during training
     * @return empty when both have as many fakes, or the training's number is not known
     */
    static Optional<String> of(String training, Evaluation evaluation) {
        Matcher matcher = FAKES.matcher(training);
        if (!matcher.find() || Integer.parseInt(matcher.group(1)) == evaluation.fakes()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                "A training measures itself on %,d fakes, duello evaluate measured %,d%s, so compare each only with"
                        + " its own kind.",
                Integer.parseInt(matcher.group(1)), evaluation.fakes(), biased(evaluation)));
    }

    /** The metrics that numbers of images change most. */
    private static String biased(Evaluation evaluation) {
        List<Metric> biased =
                evaluation.values().keySet().stream().filter(Metric::isBiased).toList();
        return biased.isEmpty() ? "" : ": fewer images give a worse " + String.join(" and ", Metrics.names(biased));
    }
}
