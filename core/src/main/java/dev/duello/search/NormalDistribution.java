package dev.duello.search;

/** Logarithms of the probabilities of intervals under the standard normal distribution, also far out. */
final class NormalDistribution {
    private static final double SQRT_HALF = Math.sqrt(0.5);

    private NormalDistribution() {}

    /** log P(a < X < b), for a < b. */
    static double logProbability(double a, double b) {
        // In the lower tail, where small probabilities keep their digits.
        if (a > 0) {
            return logProbability(-b, -a);
        }
        double probability = b <= 0
                ? 0.5 * (erfc(-b * SQRT_HALF) - erfc(-a * SQRT_HALF))
                : 1 - 0.5 * (erfc(-a * SQRT_HALF) + erfc(b * SQRT_HALF));
        return Math.log(Math.max(probability, Double.MIN_NORMAL));
    }

    /** log of the density. */
    static double logDensity(double x) {
        return -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
    }

    /**
     * The complementary error function for x of 0 or more, with a relative error below 1.2e-7: Press et al., Numerical Recipes,
     * 2nd edition, section 6.2.
     */
    static double erfc(double x) {
        double t = 1 / (1 + 0.5 * x);
        double sum = 0.17087277;
        for (double coefficient : COEFFICIENTS) {
            sum = sum * t + coefficient;
        }
        return t * Math.exp(-x * x + sum);
    }

    private static final double[] COEFFICIENTS = {
        -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223
    };
}
