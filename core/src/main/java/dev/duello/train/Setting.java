package dev.duello.train;

import java.util.List;

/**
 * One key of an experiment, for people.
 *
 * @param key with its groups, such as {@code generator.optimizer.rate}
 * @param help what it does, in one sentence
 * @param values what it may be: a range as the message says it that refuses what lies outside, or a description
 * @param choices all values, where they can be listed; else empty
 * @param byDefault its value in the default preset
 */
public record Setting(String key, String help, String values, List<String> choices, String byDefault) {
    /** The first part of the key. */
    public String group() {
        return key.contains(".") ? key.substring(0, key.indexOf('.')) : "experiment";
    }
}
