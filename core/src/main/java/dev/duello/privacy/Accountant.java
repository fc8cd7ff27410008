package dev.duello.privacy;

import java.util.List;

/**
 * Bounds the privacy that a sequence of mechanisms costs, as (epsilon, delta) for neighboring data sets that differ by adding
 * or removing one record.
 */
public interface Accountant {
    /** How the bound is computed, and the version of that computation: the same name gives the same number. */
    String name();

    /**
     * An epsilon that all these steps together do not exceed.
     *
     * @param history steps that were made on the same records, in any order
     * @param delta above 0 and below 1
     * @return at least 0; infinite when there is no finite bound
     * @throws IllegalArgumentException when delta is out of its range
     */
    double epsilon(List<GaussianSteps> history, double delta);

    /** The same for steps of one kind. */
    default double epsilon(GaussianSteps steps, double delta) {
        return epsilon(List.of(steps), delta);
    }

    /** @throws IllegalArgumentException when delta is not above 0 and below 1 */
    static void requireDelta(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("Delta must lie between 0 and 1, not at " + delta + ".");
        }
    }
}
