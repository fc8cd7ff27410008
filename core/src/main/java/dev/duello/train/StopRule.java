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
 * @param epsilon of a private training, before which to stop; infinite for no such bound
 */
record StopRule(List<Goal> goals, double epsilon) {
    private static final String EPSILON = "epsilon";
    private static final StopRule NEVER = new StopRule(List.of(), Double.POSITIVE_INFINITY);

    private static final Pattern GOAL =
            Pattern.compile("\\s*([a-z][a-z0-9-]*)\\s*([<>])\\s*([-+]?[0-9.]+(?:[eE][-+]?\\d+)?)\\s*");

    /** One metric, by its name, above or below a bound. */
    record Goal(String metric, boolean below, double bound) {
        boolean isReached(double value) {
            return below ? value < bound : value > bound;
        }
    }

    /**
     * @param text such as {@code fid<20} or {@code fid<20,recall>0.3}, or {@code never}
     * @throws SettingException when it is neither; whether there are such metrics, {@link #metrics} tells
     */
    static StopRule parse(String text) {
        if (text.equals("never")) {
            return NEVER;
        }
        Matcher budget = GOAL.matcher(text);
        if (budget.matches() && budget.group(1).equals(EPSILON)) {
            if (budget.group(2).equals("<")) {
                throw new SettingException("evaluation.until: epsilon only grows: write epsilon>" + budget.group(3)
                        + " to stop before it is more.");
            }
            return new StopRule(List.of(), number(budget.group(3)));
        }
        List<Goal> goals = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = GOAL.matcher(part);
            if (!matcher.matches()) {
                throw new SettingException("evaluation.until: '" + part.strip()
                        + "' is not a goal: write a metric, < or >, and a number, such as fid<20.");
            }
            if (matcher.group(1).equals(EPSILON)) {
                throw new SettingException(
                        "evaluation.until: epsilon stands alone, as in epsilon>8: a budget is not a goal among others.");
            }
            goals.add(new Goal(matcher.group(1), matcher.group(2).equals("<"), number(matcher.group(3))));
        }
        return new StopRule(List.copyOf(goals), Double.POSITIVE_INFINITY);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new SettingException("evaluation.until: '" + text + "' is not a number.");
        }
    }

    /** @throws SettingException naming {@code key} and the nearest metric */
    static Metric metric(String key, String name) {
        try {
            return Metrics.named(name);
        } catch (IllegalArgumentException e) {
            throw new SettingException(key + ": " + e.getMessage());
        }
    }

    /** @throws SettingException when there is no metric of a name */
    List<Metric> metrics() {
        return goals.stream()
                .map(goal -> metric("evaluation.until", goal.metric()))
                .distinct()
                .toList();
    }

    boolean isReached(Map<Metric, Double> values) {
        return !goals.isEmpty()
                && goals.stream().allMatch(goal -> goal.isReached(values.get(Metrics.named(goal.metric()))));
    }

    @Override
    public String toString() {
        return goals.stream()
                .map(goal -> goal.metric() + (goal.below() ? "<" : ">") + goal.bound())
                .collect(Collectors.joining(","));
    }
}
