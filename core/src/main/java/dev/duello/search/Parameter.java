package dev.duello.search;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for one setting.
 *
 * @param key of the setting
 * @param domain its possible values
 * @param condition when it is searched at all; null for always
 */
public record Parameter(String key, Domain domain, @Nullable Condition condition) {

    /** The possible values, each with a coordinate that samplers work with. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "form")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Numbers.class, name = "numbers"),
        @JsonSubTypes.Type(value = Choices.class, name = "choice"),
    })
    public sealed interface Domain {}

    /**
     * Numbers, whose coordinate is the number itself.
     *
     * @param isLog whether equal ratios are equally likely, in the place of equal differences
     * @param isWhole whether only whole numbers count
     */
    public record Numbers(double low, double high, boolean isLog, boolean isWhole) implements Domain {
        public Numbers {
            if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
                throw new IllegalArgumentException("the range must go from a smaller to a larger number");
            }
            if (isLog && low <= 0) {
                throw new IllegalArgumentException("a range of log must begin above 0");
            }
            if (isWhole && (low != Math.rint(low) || high != Math.rint(high))) {
                throw new IllegalArgumentException("both ends of a range of int must be whole numbers");
            }
        }

        /** The scale on which densities are smooth. */
        double scaled(double value) {
            return isLog ? Math.log(value) : value;
        }

        /** The lower end on that scale. Whole numbers reach half a unit further, so that each has an interval of its own. */
        double scaledLow() {
            return scaled(isWhole ? low - 0.5 : low);
        }

        /** The upper end on that scale. */
        double scaledHigh() {
            return scaled(isWhole ? high + 0.5 : high);
        }

        /** The value nearest to a place on that scale. */
        double unscaled(double place) {
            double value = isLog ? Math.exp(place) : place;
            return Math.clamp(isWhole ? Math.rint(value) : value, low, high);
        }
    }

    /** A list, whose coordinates are the indices. */
    public record Choices(List<String> values) implements Domain {
        public Choices {
            values = List.copyOf(values);
            if (values.size() < 2 || Set.copyOf(values).size() != values.size()) {
                throw new IllegalArgumentException("a choice needs at least two different values");
            }
        }
    }

    /**
     * Another parameter has one of these values.
     *
     * @param key of a parameter that stands before in the space and is a choice
     */
    public record Condition(String key, Set<String> values) {
        public Condition {
            // In an order that is the same everywhere: a study tells by the text of its space whether it is the same.
            values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        }
    }

    /** Whether it is searched where the parameters before it have these coordinates. */
    boolean isActive(Map<String, Double> point, Map<String, Parameter> others) {
        if (condition == null) {
            return true;
        }
        Double index = point.get(condition.key);
        return index != null
                && others.get(condition.key).domain instanceof Choices choices
                && condition.values.contains(choices.values.get(index.intValue()));
    }
}
