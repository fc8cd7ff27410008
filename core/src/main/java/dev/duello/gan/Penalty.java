package dev.duello.gan;

import dev.duello.nn.Schedule;

/**
 * The gradient penalty that is added to the discriminator's loss. A weight of 0 leaves a term out.
 *
 * @param r1 γ of {@code γ/2 E|∇D(x)|²} at reals (Mescheder et al., 2018, equation 9)
 * @param r2 γ of the same at fakes
 * @param wganGp λ of {@code λ E(|∇D(x̂)| - 1)²} between reals and fakes (Gulrajani et al., 2017, equation 3)
 * @param estimator how R1 and R2 are computed
 * @param interval discriminator steps from one penalty to the next, each then that much larger (Karras et al., 2020)
 */
public record Penalty(Schedule r1, Schedule r2, double wganGp, GradientEstimator estimator, int interval) {
    /** No penalty at all. */
    public static final Penalty NONE = new Penalty(Schedule.constant(0), Schedule.constant(0), 0, 1);

    /** With exact gradients. */
    public Penalty(Schedule r1, Schedule r2, double wganGp, int interval) {
        this(r1, r2, wganGp, GradientEstimator.EXACT, interval);
    }

    /** Whether the penalty is computed in the step after so many. */
    boolean isDue(long steps) {
        return (r1.max() > 0 || r2.max() > 0 || wganGp > 0) && steps % interval == 0;
    }
}
