package dev.duello.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;

/** Finds the noise or the number of steps for a promised (epsilon, delta). What it gives never costs more than promised. */
public final class Calibration {
    private static final double LEAST_NOISE = 1e-2;
    private static final double MOST_NOISE = 1e6;
    private static final double PRECISION = 1e-4;
    private static final long MOST_STEPS = 1L << 40;
    /** A search that interpolates needs three or four; whatever needs more is halved instead. */
    private static final int MOST_INTERPOLATIONS = 12;

    private static final long STEPS_PRECISION = 1000;

    private static final RdpAccountant RDP = new RdpAccountant();

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
        return noiseMultiplier(accountant, epsilon, delta, List.of(), samplingRate, steps);
    }

    /**
     * The same together with what touches the same records besides.
     *
     * @param besides whose cost is part of epsilon
     * @throws IllegalArgumentException when a number is out of its range, or no noise is enough
     */
    public static double noiseMultiplier(
            Accountant accountant,
            double epsilon,
            double delta,
            List<GaussianSteps> besides,
            double samplingRate,
            long steps) {
        requireEpsilon(epsilon);
        DoubleFunction<List<GaussianSteps>> all = sigma -> with(besides, new GaussianSteps(samplingRate, sigma, steps));
        DoubleUnaryOperator costByRdp = sigma -> RDP.epsilon(all.apply(sigma), delta);
        double byRdp;
        try {
            byRdp = halved(costByRdp, epsilon);
        } catch (NoNoiseException e) {
            throw new IllegalArgumentException("No noise is enough for epsilon " + epsilon + " after " + steps
                    + " steps at a sampling rate of " + samplingRate
                    + (besides.isEmpty() ? "" : ", beside what else touches the records")
                    + ": take fewer steps or a larger epsilon.");
        }
        return accountant instanceof RdpAccountant
                ? byRdp
                : interpolated(sigma -> accountant.epsilon(all.apply(sigma), delta), costByRdp, epsilon, byRdp);
    }

    private static List<GaussianSteps> with(List<GaussianSteps> besides, GaussianSteps steps) {
        List<GaussianSteps> all = new ArrayList<>(besides);
        all.add(steps);
        return all;
    }

    private static final class NoNoiseException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** By halving an interval, for costs that are computed in no time. */
    private static double halved(DoubleUnaryOperator cost, double epsilon) {
        double low = LEAST_NOISE;
        double high = 1;
        while (cost.applyAsDouble(high) > epsilon) {
            low = high;
            high *= 2;
            if (high > MOST_NOISE) {
                throw new NoNoiseException();
            }
        }
        while (high - low > PRECISION * low) {
            double middle = (low + high) / 2;
            if (cost.applyAsDouble(middle) > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * From a noise that is close, by interpolation of logarithms: the cost is nearly a power of the noise. Where only one side
     * is known, the slope of another, quick cost is taken.
     */
    private static double interpolated(
            DoubleUnaryOperator cost, DoubleUnaryOperator quick, double epsilon, double start) {
        double low = Double.NaN;
        double costOfLow = Double.NaN;
        double high = Double.NaN;
        double costOfHigh = Double.NaN;
        double sigma = start;
        for (int i = 0; i < MOST_INTERPOLATIONS; i++) {
            double spent = cost.applyAsDouble(sigma);
            if (spent <= epsilon) {
                high = sigma;
                costOfHigh = spent;
                if (spent >= epsilon * (1 - PRECISION) || high - low <= PRECISION * low) {
                    return high;
                }
            } else {
                low = sigma;
                costOfLow = spent;
            }
            // Aimed a little below the budget, so that the last trial is on its side.
            double aim = Math.log(epsilon * (1 - PRECISION / 2));
            double known = Double.isNaN(high) ? low : high;
            double spentThere = Double.isNaN(high) ? costOfLow : costOfHigh;
            double slope = Double.isNaN(low) || Double.isNaN(high)
                    ? slope(quick, known)
                    : Math.log(costOfHigh / costOfLow) / Math.log(high / low);
            double next = spentThere > 0 ? known * Math.exp((aim - Math.log(spentThere)) / slope) : known / 2;
            boolean inside = next > (Double.isNaN(low) ? LEAST_NOISE : low) && (Double.isNaN(high) || next < high);
            sigma = inside ? next : Double.isNaN(low) ? high / 2 : Double.isNaN(high) ? low * 2 : (low + high) / 2;
        }
        return Double.isNaN(high) ? start : high;
    }

    private static double slope(DoubleUnaryOperator cost, double sigma) {
        double step = 1.01;
        double slope = Math.log(cost.applyAsDouble(sigma * step) / cost.applyAsDouble(sigma)) / Math.log(step);
        return slope < 0 && Double.isFinite(slope) ? slope : -1;
    }

    /**
     * The largest number of steps that cost at most epsilon, by {@link RdpAccountant} exactly and by others to a thousandth; 0
     * when one step already costs more.
     *
     * @param epsilon above 0
     * @param step the rate and the noise; its number of steps does not matter
     * @throws IllegalArgumentException when a number is out of its range, or steps cost nothing
     */
    public static long steps(Accountant accountant, double epsilon, double delta, GaussianSteps step) {
        return steps(accountant, epsilon, delta, List.of(), step);
    }

    /**
     * The same together with what touches the same records besides.
     *
     * @param besides whose cost is part of epsilon
     * @throws IllegalArgumentException when a number is out of its range, or steps cost nothing
     */
    public static long steps(
            Accountant accountant, double epsilon, double delta, List<GaussianSteps> besides, GaussianSteps step) {
        requireEpsilon(epsilon);
        // What no Rényi divergence forbids, no accountant here forbids either.
        long within = accountant instanceof RdpAccountant ? 0 : steps(RDP, epsilon, delta, besides, step);
        LongPredicate isWithin = count -> accountant.epsilon(with(besides, step.times(count)), delta) <= epsilon;
        long beyond = within + Math.max(1, within / 16);
        while (isWithin.test(beyond)) {
            within = beyond;
            beyond += Math.max(1, accountant instanceof RdpAccountant ? beyond : beyond / 8);
            if (beyond > MOST_STEPS) {
                throw new IllegalArgumentException("So little is read of each record that steps cost next to nothing:"
                        + " there is no largest number of them.");
            }
        }
        long precision = accountant instanceof RdpAccountant ? 1 : Math.max(1, within / STEPS_PRECISION);
        while (beyond - within > precision) {
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
