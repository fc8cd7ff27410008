package dev.duello.privacy;

import java.util.function.LongPredicate;

/** Finds the noise or the number of steps for a promised (epsilon, delta). What it gives never costs more than promised. */
public final class Calibration {
    private static final double LEAST_NOISE = 1e-2;
    private static final double MOST_NOISE = 1e6;
    private static final double PRECISION = 1e-4;
    private static final long MOST_STEPS = 1L << 40;

    private Calibration() {}

    /**
     * The smallest noise multiplier, to a ten-thousandth of itself, with which the steps cost at most epsilon.
     *
     * @param epsilon above 0
     * @param samplingRate in [0, 1]
     * @param steps at least 0
     * @throws IllegalArgumentException when a number is out of its range, or no noise is enough
     */
    public static double noiseMultiplier(
            Accountant accountant, double epsilon, double delta, double samplingRate, long steps) {
        requireEpsilon(epsilon);
        double low = LEAST_NOISE;
        double high = 1;
        while (accountant.epsilon(new GaussianSteps(samplingRate, high, steps), delta) > epsilon) {
            low = high;
            high *= 2;
            if (high > MOST_NOISE) {
                throw new IllegalArgumentException("No noise is enough for epsilon " + epsilon + " after " + steps
                        + " steps at a sampling rate of " + samplingRate + ": take fewer steps or a larger epsilon.");
            }
        }
        while (high - low > PRECISION * low) {
            double middle = (low + high) / 2;
            if (accountant.epsilon(new GaussianSteps(samplingRate, middle, steps), delta) > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * The largest number of steps that cost at most epsilon; 0 when one step already costs more.
     *
     * @param epsilon above 0
     * @param step the rate and the noise; its number of steps does not matter
     * @throws IllegalArgumentException when a number is out of its range, or steps cost nothing
     */
    public static long steps(Accountant accountant, double epsilon, double delta, GaussianSteps step) {
        requireEpsilon(epsilon);
        LongPredicate isWithin = count -> accountant.epsilon(step.times(count), delta) <= epsilon;
        long within = 0;
        long beyond = 1;
        while (isWithin.test(beyond)) {
            within = beyond;
            beyond *= 2;
            if (beyond > MOST_STEPS) {
                throw new IllegalArgumentException("So little is read of each record that steps cost next to nothing:"
                        + " there is no largest number of them.");
            }
        }
        while (beyond - within > 1) {
            long middle = (within + beyond) / 2;
            if (isWithin.test(middle)) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        return within;
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("Epsilon must be larger than 0, not " + epsilon + ".");
        }
    }
}
