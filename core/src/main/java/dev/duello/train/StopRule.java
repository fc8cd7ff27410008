package dev.duello.train;

import dev.duello.learn.SettingException;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When images are good enough: every goal is reached.
 *
 * @param goals empty for a rule that never stops
 */
record StopRule(List<Goal> goals) {
    private static final Pattern GOAL =
            Pattern.compile("\\s*([a-z][a-z0-9-]*)\\s*([<>])\\s*([-+]?[0-9.]+(?:[eE][-+]?\\d+)?)\\s*");

    /** One metric above or below a bound. */
    record Goal(Metric metric, boolean below, double bound) {
        boolean isReached(double value) {
            return below ? value < bound : value > bound;
        }
    }

    /**
     * @param text such as {@code fid<20} or {@code fid<20,recall>0.3}, or {@code never}
     * @throws SettingException when it is neither
     */
    static StopRule parse(String text) {
        if (text.equals("never")) {
            return new StopRule(List.of());
        }
        List<Goal> goals = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = GOAL.matcher(part);
            if (!matcher.matches()) {
                throw new SettingException("evaluation.until: '" + part.strip()
                        + "' is not a goal: write a metric, < or >, and a number, such as fid<20.");
            }
            try {
                goals.add(new Goal(
                        metric("evaluation.until", matcher.group(1)),
                        matcher.group(2).equals("<"),
                        Double.parseDouble(matcher.group(3))));
            } catch (NumberFormatException e) {
                throw new SettingException("evaluation.until: '" + matcher.group(3) + "' is not a number.");
            }
        }
        return new StopRule(List.copyOf(goals));
    }

    /** @throws SettingException naming {@code key} and the nearest metric */
    static Metric metric(String key, String name) {
        try {
            return Metrics.named(name);
        } catch (IllegalArgumentException e) {
            throw new SettingException(key + ": " + e.getMessage());
        }
    }

    List<Metric> metrics() {
        return goals.stream().map(Goal::metric).distinct().toList();
    }

    boolean isReached(Map<Metric, Double> values) {
        return !goals.isEmpty() && goals.stream().allMatch(goal -> goal.isReached(values.get(goal.metric())));
    }

    @Override
    public String toString() {
        return goals.stream()
                .map(goal -> goal.metric().name() + (goal.below() ? "<" : ">") + goal.bound())
                .collect(Collectors.joining(","));
    }
}
