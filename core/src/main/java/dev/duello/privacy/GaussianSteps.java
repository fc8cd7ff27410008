package dev.duello.privacy;

/**
 * A number of equal steps of the sampled Gaussian mechanism: each record enters a step independently with probability
 * {@code samplingRate}; the sum of the entered records' gradients, each clipped to norm C, gets noise of standard deviation
 * {@code noiseMultiplier * C} in each coordinate (Abadi et al., 2016, algorithm 1, <a
 * href="https://arxiv.org/abs/1607.00133">arXiv:1607.00133</a>).
 *
 * @param samplingRate the probability q, in [0, 1]; 1 is the Gaussian mechanism without sampling
 * @param noiseMultiplier sigma: the noise's standard deviation divided by the clipping norm, above 0
 * @param steps at least 0
 */
public record GaussianSteps(double samplingRate, double noiseMultiplier, long steps) {

    /** @throws IllegalArgumentException when a number is out of its range */
    public GaussianSteps {
        if (!(samplingRate >= 0 && samplingRate <= 1)) {
            throw new IllegalArgumentException("A sampling rate lies between 0 and 1, not at " + samplingRate + ".");
        }
        if (!(noiseMultiplier > 0 && Double.isFinite(noiseMultiplier))) {
            throw new IllegalArgumentException("A noise multiplier must be larger than 0, not " + noiseMultiplier
                    + ": without noise there is no" + " guarantee.");
        }
        if (steps < 0) {
            throw new IllegalArgumentException("There are no " + steps + " steps.");
        }
    }

    /** The same steps, another number of them. */
    public GaussianSteps times(long count) {
        return new GaussianSteps(samplingRate, noiseMultiplier, count);
    }
}
