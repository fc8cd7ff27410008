package dev.duello.privacy;

import org.hipparchus.special.Erf;

/**
 * The privacy loss of one step of the sampled Gaussian mechanism, as a random number: the log of how many times likelier an
 * output x is with one certain record than without it. With {@code mu0 = N(0, sigma^2)} and
 * {@code mu = (1 - q) N(0, sigma^2) + q N(1, sigma^2)} it is {@code ln(mu / mu0) = ln(1 - q + q e^((2x - 1) / (2 sigma^2)))}
 * for {@code x ~ mu} when the record is removed, and minus that for {@code x ~ mu0} when it is added.
 *
 * @param removed the direction
 */
record PrivacyLoss(double q, double sigma, boolean removed) {
    private static final int NODES_IN_A_DEVIATION = 32;
    /** A normal density is 0 in double arithmetic beyond so many standard deviations. */
    private static final double FARTHEST = 38;

    /** The probability that the loss is larger than t. */
    double tail(double t) {
        if (removed) {
            if (t <= Math.log1p(-q)) {
                return 1;
            }
            double point = output(t);
            return q * above((point - 1) / sigma) + (1 - q) * above(point / sigma);
        }
        return -t <= Math.log1p(-q) ? 0 : above(-output(-t) / sigma);
    }

    /** The output x at which {@code ln(mu / mu0)} is t. */
    private double output(double t) {
        double z = q == 1 ? t : Math.log1p(Math.expm1(t) / q);
        return sigma * sigma * z + 0.5;
    }

    private static double above(double deviations) {
        return Erf.erfc(deviations / Math.sqrt(2)) / 2;
    }

    /** The mean of the losses that lie between minus and plus {@code bound}. */
    double mean(double bound) {
        // The trapezoidal rule converges exponentially; how fast is a matter of sigma when that is below 1.
        double step = sigma * Math.min(1, sigma) / NODES_IN_A_DEVIATION;
        double from = -FARTHEST * sigma;
        double to = 1 + FARTHEST * sigma;
        double mass = 0;
        double sum = 0;
        for (double x = from; x < to; x += step) {
            double logRatio = LogSpace.add(Math.log1p(-q), Math.log(q) + (2 * x - 1) / (2 * sigma * sigma));
            if (Math.abs(logRatio) <= bound) {
                double without = Math.exp(-x * x / (2 * sigma * sigma));
                double density = removed ? without * Math.exp(logRatio) : without;
                mass += density;
                sum += density * (removed ? logRatio : -logRatio);
            }
        }
        return sum / mass;
    }
}
