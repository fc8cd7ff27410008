package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationResult;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricLabel;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers with what they mean. */
final class MetricTable {
    private MetricTable() {}

    /** @param baselines what simple methods reach, by their names: a column each */
    static String of(EvaluationResult judgement, Map<String, Evaluation> baselines) {
        Evaluation evaluation = judgement.evaluation();
        StringBuilder table = new StringBuilder(String.format("%-26s %10s %10s  ", "metric", "value", "floor"));
        baselines.keySet().forEach(name -> table.append(String.format("%13s  ", name)));
        table.append(String.format("better%n"));
        evaluation.values().forEach((metric, value) -> {
            table.append(String.format(
                    "%-26s %10s %10s  ",
                    MetricLabel.of(metric.name(), evaluation.network()), number(value), floor(judgement, metric)));
            baselines.values().forEach(baseline -> table.append(String.format("%13s  ", value(baseline, metric))));
            table.append(
                            judgement.isAtFloor(metric)
                                    ? "at the floor"
                                    : metric.best().sign())
                    .append(System.lineSeparator());
        });
        table.append("with ").append(protocol(evaluation)).append(System.lineSeparator());
        if (judgement.floor() != null) {
            table.append(floorProtocol(judgement.floor())).append(System.lineSeparator());
        }
        return table.toString();
    }

    /** What was measured, as text. */
    static String value(Evaluation evaluation, Metric metric) {
        Double value = evaluation.values().get(metric);
        return value == null ? "-" : number(value);
    }

    /** What real images reach against real images, as text. */
    static String floor(EvaluationResult judgement, Metric metric) {
        Double value = judgement.floorOf(metric);
        return value == null ? "-" : number(value);
    }

    /** How the floor was found. */
    static String floorProtocol(Evaluation floor) {
        return String.format(
                "floor: one half of these real images against the other, %,d each%s",
                floor.reals(),
                floor.values().keySet().stream()
                        .filter(Metric::isBiased)
                        .map(metric -> "; of as many images as the fakes, its " + metric.name() + " would be "
                                + metric.best().words())
                        .collect(Collectors.joining()));
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
                evaluation.ofEquallyMany().stream()
                        .map(metric -> String.format(
                                "; %s with the %s of %,d of each",
                                metric.name(), metric.requirements().seen(), evaluation.seenBy(metric)))
                        .collect(Collectors.joining()));
    }

    /** Four digits that count, without an exponent where it can be read without. */
    static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format("%.0f", value);
        }
        return String.format(size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 0.01 ? "%.4f" : "%.3g", value);
    }
}
