package dev.duello.search;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.nn.Schedule;
import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Numbers;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.SettingsReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** From the values of a trial to an experiment. */
final class SearchedSettings {
    private SearchedSettings() {}

    /** A number, or where a schedule begins; NaN where a setting is neither. */
    static double number(String setting) {
        try {
            return Schedule.of(setting).from();
        } catch (IllegalArgumentException e) {
            return Double.NaN;
        }
    }

    /** A new value of a setting; one of a schedule scales its other end as well. */
    static String value(String present, String chosen) {
        if (!present.contains("->")) {
            return chosen;
        }
        Schedule schedule = Schedule.of(present);
        double from = Double.parseDouble(chosen);
        return new Schedule(from, schedule.from() == 0 ? schedule.to() : schedule.to() * from / schedule.from())
                .toString();
    }

    /**
     * The experiment of a trial.
     *
     * @param base every setting spelled out, as YAML
     * @param values of the searched settings, by key
     * @param others settings that are no part of the search, such as the length and the seed
     * @throws SettingException when the values do not go together
     */
    static Experiment experiment(Path base, Dataset data, Map<String, String> values, Map<String, String> others) {
        Map<String, String> present = SettingsReference.values(ExperimentReader.read(base, Map.of()));
        Map<String, String> settings = new LinkedHashMap<>();
        values.forEach((key, chosen) -> settings.put(key, value(present.getOrDefault(key, ""), chosen)));
        settings.putAll(others);
        return ExperimentReader.readFor(data, base, settings);
    }

    /**
     * Tries both ends of every range and every choice, each by itself.
     *
     * @param place where a key stands, as a text that begins with it
     * @throws SettingException naming what is no value of its setting
     */
    static void check(Space space, Path base, Dataset data, UnaryOperator<String> place) {
        for (Parameter parameter : space.parameters()) {
            List<String> extremes = switch (parameter.domain()) {
                case Choices choices -> choices.values();
                case Numbers numbers ->
                    List.of(
                            space.values(Map.of(parameter.key(), numbers.low())).get(parameter.key()),
                            space.values(Map.of(parameter.key(), numbers.high()))
                                    .get(parameter.key()));
            };
            for (String value : extremes) {
                try {
                    experiment(base, data, Map.of(parameter.key(), value), Map.of());
                } catch (SettingException e) {
                    throw new SettingException(
                            place.apply(parameter.key()) + ": it may be " + value + ", but " + e.getMessage());
                }
            }
        }
    }
}
