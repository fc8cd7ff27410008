package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricLabel;

/** Numbers with what they mean. */
final class MetricTable {
    private MetricTable() {}

    static String of(Judgement judgement) {
        Evaluation evaluation = judgement.evaluation();
        StringBuilder table =
                new StringBuilder(String.format("%-26s %10s %10s  %s%n", "metric", "value", "floor", "better"));
        evaluation
                .values()
                .forEach((metric, value) -> table.append(String.format(
                        "%-26s %10s %10s  %s%n",
                        MetricLabel.of(metric.toString(), evaluation.network()),
                        number(value),
                        judgement.floor(metric),
                        judgement.isAtFloor(metric)
                                ? "at the floor"
                                : metric.best().sign())));
        table.append("with ").append(protocol(evaluation)).append(System.lineSeparator());
        if (judgement.floor() != null) {
            table.append(floorProtocol(judgement.floor())).append(System.lineSeparator());
        }
        return table.toString();
    }

    /** How the floor was found. */
    static String floorProtocol(Evaluation floor) {
        return String.format(
                "floor: one half of these real images against the other, %,d each%s",
                floor.reals(),
                floor.values().containsKey(Metric.FID)
                        ? "; of as many images as the fakes, its fid would be lower"
                        : "");
    }

    /** All that decides the numbers besides the images. */
    static String protocol(Evaluation evaluation) {
        return String.format(
                "%s, %,d fakes against %,d images of %s (%s)%s",
                evaluation.network(),
                evaluation.fakes(),
                evaluation.reals(),
                evaluation.against(),
                evaluation.split(),
                evaluation.values().containsKey(Metric.SWD)
                        ? String.format("; swd with the pixels of %,d of each", evaluation.patched())
                        : "");
    }

    /** Four digits that count, without an exponent where it can be read without. */
    static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format("%.0f", value);
        }
        return String.format(size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 0.01 ? "%.4f" : "%.3g", value);
    }

    static String meaning(Metric metric) {
        return switch (metric) {
            case FID -> "distance between the distributions of features, as if both were Gaussian";
            case KID -> "distance between the distributions of features by a kernel, unbiased for few images";
            case IS -> "confidence of the classifier in each fake, and variety of classes over all";
            case PRECISION -> "share of fakes that look real";
            case RECALL -> "share of reals that the generator could have made";
            case DENSITY -> "how densely reals surround the fakes; about 1 for reals";
            case COVERAGE -> "share of reals that have a fake near by";
            case SWD -> "distance between small patches at every scale, without a feature network";
            case ENTROPY -> "evenness of the classes of the fakes, 0 to 1";
            case MISSING_CLASSES -> "classes that no fake belongs to";
            case DIVERSITY -> "spread of the fakes relative to that of the reals; 1 is as diverse as the reals";
        };
    }
}
