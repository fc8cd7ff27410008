package dev.duello.search;

import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The parameters of a search in their order; a condition refers to one before. A point of it is a map from the keys of all
 * active parameters to coordinates: numbers themselves, and the indices of choices.
 */
public record Space(List<Parameter> parameters) {
    /** Enough to tell two trials apart; more digits would pretend that they matter. */
    private static final int DIGITS = 4;

    public Space {
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("there must be a parameter to search");
        }
    }

    Map<String, Parameter> byKey() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        parameters.forEach(parameter -> all.put(parameter.key(), parameter));
        return all;
    }

    /** A point that is uniform in every active parameter, on its scale. */
    Map<String, Double> random(RandomGenerator random) {
        Map<String, Parameter> all = byKey();
        Map<String, Double> point = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.isActive(point, all)) {
                point.put(parameter.key(), random(parameter.domain(), random));
            }
        }
        return point;
    }

    static double random(Parameter.Domain domain, RandomGenerator random) {
        return switch (domain) {
            case Choices choices -> random.nextInt(choices.values().size());
            case Numbers numbers -> {
                double low = numbers.scaledLow();
                yield numbers.unscaled(low + random.nextDouble() * (numbers.scaledHigh() - low));
            }
        };
    }

    /** The values of a point as texts, numbers with four digits that count. */
    public Map<String, String> values(Map<String, Double> point) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Double coordinate = point.get(parameter.key());
            if (coordinate != null) {
                values.put(parameter.key(), value(parameter.domain(), coordinate));
            }
        }
        return values;
    }

    private static String value(Parameter.Domain domain, double coordinate) {
        return switch (domain) {
            case Choices choices -> choices.values().get((int) coordinate);
            case Numbers numbers when numbers.isWhole() -> String.valueOf((long) coordinate);
            case Numbers numbers -> {
                double rounded = new BigDecimal(coordinate)
                        .round(new MathContext(DIGITS))
                        .doubleValue();
                yield Double.toString(Math.clamp(rounded, numbers.low(), numbers.high()));
            }
        };
    }

    /**
     * The point of such values; those of parameters that are not of this space are left out.
     *
     * @throws IllegalArgumentException when a value is none of its parameter
     */
    public Map<String, Double> point(Map<String, String> values) {
        Map<String, Double> point = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String value = values.get(parameter.key());
            if (value != null) {
                point.put(parameter.key(), coordinate(parameter, value));
            }
        }
        return point;
    }

    private static double coordinate(Parameter parameter, String value) {
        return switch (parameter.domain()) {
            case Choices choices -> {
                int index = choices.values().indexOf(value);
                if (index < 0) {
                    throw new IllegalArgumentException(parameter.key() + " has no choice '" + value + "'");
                }
                yield index;
            }
            case Numbers _ -> Double.parseDouble(value);
        };
    }
}
