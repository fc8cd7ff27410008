package dev.duello.privacy.audit;

import java.util.function.DoublePredicate;
import org.hipparchus.special.Beta;

/** The share of trials that succeeded, and what it says about the probability behind it. */
public record Proportion(long successes, long trials) {
    /** Halvings of the unit interval: more than a double can tell apart. */
    private static final int HALVINGS = 64;

    /** @throws IllegalArgumentException when there are no trials or more successes than these */
    public Proportion {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials are not possible.");
        }
    }

    public double value() {
        return (double) successes / trials;
    }

    /**
     * The exact interval (Clopper and Pearson, 1934): it holds the probability at least as often as {@code confidence} says.
     *
     * @param confidence such as 0.95
     */
    public Interval interval(double confidence) {
        double outside = (1 - confidence) / 2;
        double low = successes == 0 ? 0 : crossing(p -> atLeast(successes, p) < outside);
        double high = successes == trials ? 1 : crossing(p -> 1 - atLeast(successes + 1, p) > outside);
        return new Interval(low, high);
    }

    /** The probability of so many successes or more, when each trial succeeds with probability p. */
    private double atLeast(long least, double p) {
        return p <= 0 ? 0 : p >= 1 ? 1 : Beta.regularizedBeta(p, least, trials - least + 1.0);
    }

    /** Where a condition that holds for small numbers ceases to. */
    private static double crossing(DoublePredicate holdsBelow) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (holdsBelow.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
