package dev.duello.learn;

/**
 * A number that a learner reports of each step.
 *
 * @param key its name in {@code events.jsonl}; stays as it is, since runs outlive versions
 * @param label its name for people, the only one, wherever it is shown
 * @param help what it means, in a sentence
 * @param chart title of the chart that shows it, alone or with others
 */
public record Statistic(String key, String label, String help, String chart) {}
