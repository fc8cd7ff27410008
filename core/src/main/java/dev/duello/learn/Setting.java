package dev.duello.learn;

import java.util.Arrays;
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
    /** Ends the values of a setting that may be a {@link dev.duello.nn.Schedule}. */
    public static final String SCHEDULE = ", or two as in 2e-4 -> 5e-5";

    /** A setting whose values are described; no default yet. */
    public static Setting open(String key, String values, String help) {
        return new Setting(key, help, values, List.of(), "");
    }

    /** A setting of a few values; no default yet. */
    public static Setting choice(String key, List<String> choices, String help) {
        return new Setting(key, help, String.join(", ", choices), choices, "");
    }

    /** A setting that is on or off; no default yet. */
    public static Setting yesOrNo(String key, String help) {
        return choice(key, List.of("true", "false"), help);
    }

    /** The names of an enum's constants as one types them. */
    public static List<String> names(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> ObjectMappers.JSON.convertValue(constant, String.class))
                .toList();
    }

    /** The same with a default. */
    public Setting byDefault(String value) {
        return new Setting(key, help, values, choices, value);
    }

    /** The first part of the key. */
    public String group() {
        return key.contains(".") ? key.substring(0, key.indexOf('.')) : "experiment";
    }
}
