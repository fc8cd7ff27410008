package dev.duello.search;

import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much each searched setting mattered: permutation importance in a random forest on the results at the first rung. */
public final class Importance {
    /** With fewer trials the forest would see patterns in chance. */
    private static final int FEWEST = 12;

    private Importance() {}

    /** Shares by key, which add up to 1; empty while there are too few trials to tell. */
    public static Map<String, Double> of(Study study, StudyState state) {
        String metric = study.settings().metrics().getFirst();
        List<Trial> trials =
                state.searched().stream().filter(trial -> trial.at(0) != null).toList();
        if (trials.size() < FEWEST) {
            return Map.of();
        }
        List<Parameter> parameters = study.space().parameters();
        double[][] x = new double[trials.size()][parameters.size()];
        double[] y = new double[trials.size()];
        for (int i = 0; i < y.length; i++) {
            StudyEvent.Ended first = trials.get(i).at(0);
            y[i] = first == null ? 0 : Ranking.badness(metric, first.values().get(metric));
            Map<String, Double> point = study.space().point(trials.get(i).values());
            for (int j = 0; j < parameters.size(); j++) {
                x[i][j] = feature(parameters.get(j), point.get(parameters.get(j).key()));
            }
        }
        double[] shares = new RegressionForest(x, y, 0).importance(x, y, 1);
        Map<String, Double> importance = new LinkedHashMap<>();
        for (int j = 0; j < shares.length; j++) {
            importance.put(parameters.get(j).key(), shares[j]);
        }
        return importance;
    }

    /** From 0 to 1; beside it where the parameter is not searched. */
    private static double feature(Parameter parameter, @Nullable Double coordinate) {
        if (coordinate == null) {
            return -1;
        }
        return switch (parameter.domain()) {
            case Choices choices -> coordinate / (choices.values().size() - 1);
            case Numbers numbers ->
                (numbers.scaled(coordinate) - numbers.scaledLow()) / (numbers.scaledHigh() - numbers.scaledLow());
        };
    }

    /** Where a value lies in its range, from 0 to 1, on the scale on which it is searched. */
    public static double place(Parameter parameter, double coordinate) {
        return feature(parameter, coordinate);
    }
}
