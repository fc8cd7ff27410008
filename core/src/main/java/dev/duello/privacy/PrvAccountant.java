package dev.duello.privacy;

import java.util.List;

/**
 * The accountant by numerical composition of privacy loss random variables: the distribution of the loss of all steps is
 * computed by the fast Fourier transform, to a known error (Gopi, Lee and Wutschitz, 2021, theorem 5.5, <a
 * href="https://arxiv.org/abs/2106.02848">arXiv:2106.02848</a>). Tighter than Rényi divergences. Both directions are
 * computed, a record removed and a record added, and the worse one counts.
 */
public final class PrvAccountant implements Accountant {
    private static final double LARGEST_ERROR = 0.01;
    private static final double RELATIVE_ERROR = 0.01;
    private static final double SHARE_OF_DELTA = 1e-3;
    /** 32 MB for each array of numbers. */
    private static final int MOST_CELLS = 1 << 22;
    /** Of the probability, for each step: a bound on the rounding errors of transforms and powers. */
    private static final double ROUNDING = Math.ulp(1.0) * 2;

    private final RdpAccountant rdp = new RdpAccountant();

    /**
     * Epsilon as computed on a grid.
     *
     * @param estimate the value on the grid
     * @param upper a value that the true epsilon does not exceed: discretization, truncation and rounding are on the safe
     *     side, and never above the bound by Rényi divergences
     * @param error the part of the difference that is due to discretization: 0.01 or a hundredth of epsilon, whichever is
     *     smaller, and more only where a grid of that width would not fit in memory
     */
    public record Bound(double estimate, double upper, double error) {}

    @Override
    public String name() {
        return "PRV 1 (numerical composition; Gopi, Lee and Wutschitz 2021; upper bound, the worse of both directions)";
    }

    @Override
    public double epsilon(List<GaussianSteps> history, double delta) {
        return bound(history, delta).upper();
    }

    /**
     * Both the estimate and the upper bound.
     *
     * @param delta above 0 and below 1
     * @throws IllegalArgumentException when delta is out of its range
     */
    public Bound bound(List<GaussianSteps> history, double delta) {
        Accountant.requireDelta(delta);
        List<GaussianSteps> costly = history.stream()
                .filter(steps -> steps.steps() > 0 && steps.samplingRate() > 0)
                .toList();
        double byRdp = rdp.epsilon(costly, delta);
        if (byRdp == 0) {
            return new Bound(0, 0, 0);
        }
        double error = Math.min(LARGEST_ERROR, byRdp * RELATIVE_ERROR);
        double truncated = delta * SHARE_OF_DELTA;
        double count = costly.stream().mapToDouble(GaussianSteps::steps).sum();
        // Theorem 5.5: errors of single steps are independent, so they grow with the root of their number.
        double cellsInError = Math.sqrt(count / 2 * Math.log(12 / truncated));
        double bound = Math.max(error, largestLoss(costly, truncated, count)) + 3;
        double width = Math.max(error / cellsInError, 2 * bound / MOST_CELLS);
        int size = Integer.highestOneBit((int) Math.ceil(2 * bound / width) - 1) * 2;
        LossGrid.Sums sums = new LossGrid(width, Math.max(2, size)).add(costly);
        double discretization = width * cellsInError;
        double lessDelta = delta - truncated - count * ROUNDING;
        double estimate = Math.max(epsilon(sums.removed(), delta), epsilon(sums.added(), delta));
        double upper = lessDelta <= 0
                ? byRdp
                : Math.max(epsilon(sums.removed(), lessDelta), epsilon(sums.added(), lessDelta)) + discretization;
        return new Bound(estimate, Math.min(upper, byRdp), discretization);
    }

    /** A loss that is exceeded with a negligible probability, by all steps together and by each alone. */
    private double largestLoss(List<GaussianSteps> history, double truncated, double count) {
        double largest = rdp.epsilon(history, truncated / 4);
        for (GaussianSteps steps : history) {
            largest = Math.max(largest, rdp.epsilon(steps.times(1), truncated / 8 / count));
        }
        return largest;
    }

    /** The epsilon at which {@code delta(epsilon) = E[max(0, 1 - e^(epsilon - loss))]}, from the largest loss downwards. */
    private static double epsilon(LossGrid.Sum sum, double delta) {
        LossGrid grid = sum.grid();
        int size = grid.size();
        // The values that the circular masses stand for lie around 0 after the offset.
        long last = size / 2 - 1 - Math.round(sum.offset() / grid.width());
        double mass = 0;
        double discounted = 0;
        for (long k = last; k > last - size; k--) {
            double loss = k * grid.width() + sum.offset();
            if (loss <= 0) {
                break;
            }
            if (mass - Math.exp(loss) * discounted > delta) {
                return Math.log((mass - delta) / discounted);
            }
            double here = sum.masses()[Math.floorMod(k, size)];
            mass += here;
            discounted += here * Math.exp(-loss);
        }
        return mass - discounted > delta ? Math.log((mass - delta) / discounted) : 0;
    }
}
