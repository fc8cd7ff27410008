package dev.duello.privacy.audit;

/**
 * What (epsilon, delta) differential privacy leaves to any attack (Kairouz, Oh and Viswanath, 2015, <a
 * href="https://arxiv.org/abs/1311.0776">arXiv:1311.0776</a>, theorem 2.1).
 *
 * @param epsilon at least 0
 * @param delta from 0 to 1
 */
public record PrivacyRegion(double epsilon, double delta) {
    /** @throws IllegalArgumentException when a number is out of its range */
    public PrivacyRegion {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("Epsilon must be at least 0, not " + epsilon + ".");
        }
        if (!(delta >= 0 && delta <= 1)) {
            throw new IllegalArgumentException("Delta must lie between 0 and 1, not at " + delta + ".");
        }
    }

    /** The largest true positive rate at a false positive rate. */
    public double truePositiveRate(double falsePositiveRate) {
        double steep = delta + Math.exp(epsilon) * falsePositiveRate;
        double flat = 1 - Math.exp(-epsilon) * (1 - delta - falsePositiveRate);
        return Math.clamp(Math.min(steep, flat), 0, 1);
    }
}
