package dev.duello.search;

import dev.duello.metric.Metrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How good results are, by one metric or by several. */
public final class Ranking {
    /** The metric that is the time of the training. */
    public static final String SECONDS = "seconds";

    private static final int SMOOTHED = 3;

    private Ranking() {}

    /**
     * Refuses what no search can go by.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static void check(List<String> metrics) {
        for (String each : metrics) {
            if (!each.equals(SECONDS)) {
                Metrics.named(each);
            }
        }
        if (metrics.stream().distinct().count() < metrics.size()) {
            throw new IllegalArgumentException("the same metric was given twice.");
        }
        if (metrics.equals(List.of(SECONDS))) {
            throw new IllegalArgumentException(
                    "the quickest training is the worst: name a metric of quality beside seconds, as in fid,seconds.");
        }
    }

    /** The metric that a training measures for it: the first that is not its time. */
    public static String watched(List<String> metrics) {
        return metrics.stream()
                .filter(each -> !each.equals(SECONDS))
                .findFirst()
                .orElseThrow();
    }

    /** A number that is lower the better a metric's value is. */
    public static double badness(String metric, double value) {
        return metric.equals(SECONDS) ? value : Metrics.named(metric).badness(value);
    }

    /**
     * What counts of a curve: the best so far, since the best checkpoint is kept, of a moving average over three measurements, so
     * that luck counts less. Of the time, all of it.
     */
    static double best(String metric, List<StudyEvent.Measured> curve) {
        if (metric.equals(SECONDS)) {
            return curve.getLast().seconds();
        }
        double best = Double.NaN;
        for (int i = 0; i < curve.size(); i++) {
            double mean = curve.subList(Math.max(0, i - SMOOTHED + 1), i + 1).stream()
                    .mapToDouble(measured -> measured.values().get(metric))
                    .average()
                    .orElseThrow();
            if (Double.isNaN(best) || badness(metric, mean) < badness(metric, best)) {
                best = mean;
            }
        }
        return best;
    }

    /**
     * Each result's badness as one number: that of the only metric, or with several first the number of the Pareto front, from the
     * outer one inwards, and within it the place by the first metric.
     *
     * @param results by some key
     */
    static <K extends Comparable<K>> Map<K, Double> badness(List<String> metrics, Map<K, Map<String, Double>> results) {
        Map<K, Double> all = new TreeMap<>();
        if (metrics.size() == 1) {
            results.forEach((key, values) -> all.put(key, badness(metrics.getFirst(), values.get(metrics.getFirst()))));
            return all;
        }
        Map<K, Map<String, Double>> left = new TreeMap<>(results);
        for (int front = 0; !left.isEmpty(); front++) {
            List<K> outer = front(metrics, left);
            List<K> ordered = outer.stream()
                    .sorted(Comparator.comparingDouble(
                            key -> badness(metrics.getFirst(), results.get(key).get(metrics.getFirst()))))
                    .toList();
            for (int i = 0; i < ordered.size(); i++) {
                all.put(ordered.get(i), front + (double) i / ordered.size());
            }
            outer.forEach(left::remove);
        }
        return all;
    }

    /** The Pareto front: those than which no other is better in one metric and no worse in any. */
    public static <K> List<K> front(List<String> metrics, Map<K, Map<String, Double>> results) {
        List<K> front = new ArrayList<>();
        results.forEach((key, values) -> {
            if (results.values().stream().noneMatch(other -> dominates(metrics, other, values))) {
                front.add(key);
            }
        });
        return front;
    }

    private static boolean dominates(List<String> metrics, Map<String, Double> one, Map<String, Double> other) {
        boolean isBetter = false;
        for (String metric : metrics) {
            double difference = badness(metric, one.get(metric)) - badness(metric, other.get(metric));
            if (difference > 0) {
                return false;
            }
            isBetter |= difference < 0;
        }
        return isBetter;
    }
}
