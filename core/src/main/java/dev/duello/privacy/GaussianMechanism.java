package dev.duello.privacy;

import org.hipparchus.special.Erf;

/**
 * The Gaussian mechanism without sampling, exactly (Balle and Wang, 2018, theorem 8, <a
 * href="https://arxiv.org/abs/1805.06530">arXiv:1805.06530</a>). Repeating it k times with noise sigma is the same as once
 * with {@code sigma / sqrt(k)}.
 */
public final class GaussianMechanism {
    private GaussianMechanism() {}

    /**
     * The smallest delta.
     *
     * @param noiseMultiplier sigma over the sensitivity, above 0
     * @param epsilon at least 0
     */
    public static double delta(double noiseMultiplier, double epsilon) {
        double mu = 1 / noiseMultiplier;
        // The second product is exp of a sum of logarithms: e^epsilon alone may be too large.
        return normal(mu / 2 - epsilon / mu)
                - Math.exp(epsilon + LogSpace.erfc((mu / 2 + epsilon / mu) / Math.sqrt(2)) - Math.log(2));
    }

    /**
     * The smallest epsilon.
     *
     * @param noiseMultiplier sigma over the sensitivity, above 0
     * @param delta above 0 and below 1
     * @throws IllegalArgumentException when delta is out of its range
     */
    public static double epsilon(double noiseMultiplier, double delta) {
        Accountant.requireDelta(delta);
        double low = 0;
        double high = 1;
        while (delta(noiseMultiplier, high) > delta) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < 200 && high - low > Math.ulp(high); i++) {
            double middle = (low + high) / 2;
            if (delta(noiseMultiplier, middle) > delta) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double normal(double x) {
        return Erf.erfc(-x / Math.sqrt(2)) / 2;
    }
}
