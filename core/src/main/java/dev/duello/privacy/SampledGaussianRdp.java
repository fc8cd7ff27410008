package dev.duello.privacy;

/**
 * Rényi differential privacy of one step of the sampled Gaussian mechanism (Mironov, Talwar and Zhang, 2019, sections 3.2 and
 * 3.3, <a href="https://arxiv.org/abs/1908.10530">arXiv:1908.10530</a>). With {@code mu0 = N(0, sigma^2)} and
 * {@code mu = (1 - q) N(0, sigma^2) + q N(1, sigma^2)} it is {@code ln A / (alpha - 1)}, where
 * {@code A = E[(mu(x) / mu0(x))^alpha]} over {@code x ~ mu0}.
 */
final class SampledGaussianRdp {
    /** Terms below this share of the sum, as a logarithm, end a series. */
    private static final double NEGLIGIBLE = -40;

    private SampledGaussianRdp() {}

    /**
     * The divergence of one step, in nats.
     *
     * @param q the sampling rate, in [0, 1]
     * @param sigma the noise multiplier, above 0
     * @param order alpha, above 1
     */
    static double epsilon(double q, double sigma, double order) {
        if (q == 0) {
            return 0;
        }
        if (q == 1) {
            return order / (2 * sigma * sigma);
        }
        double logMoment =
                order == Math.rint(order) ? logMomentOfWhole(q, sigma, (int) order) : logMoment(q, sigma, order);
        return Math.max(0, logMoment) / (order - 1);
    }

    /**
     * {@code ln A} of a whole order. The binomial weights sum to 1, so {@code A - 1} is a sum of weights times
     * {@code e^x - 1}, all positive: small results keep all their digits.
     */
    private static double logMomentOfWhole(double q, double sigma, int order) {
        double logRest = Double.NEGATIVE_INFINITY;
        double logBinomial = Math.log(order);
        for (int i = 2; i <= order; i++) {
            logBinomial += Math.log(order - i + 1) - Math.log(i);
            double exponent = (double) i * (i - 1) / (2 * sigma * sigma);
            double logWeight = logBinomial + i * Math.log(q) + (order - i) * Math.log1p(-q);
            logRest = LogSpace.add(logRest, logWeight + LogSpace.expm1(exponent));
        }
        return LogSpace.log1p(logRest);
    }

    /**
     * {@code ln A} of an order that is not whole: two series, of the integrals below and above z0, where both parts of the
     * mixture weigh the same. Generalized binomials change their sign, so positive and negative terms are summed apart.
     */
    private static double logMoment(double q, double sigma, double order) {
        double z0 = sigma * sigma * Math.log(1 / q - 1) + 0.5;
        double root = Math.sqrt(2) * sigma;
        double logPositive = Double.NEGATIVE_INFINITY;
        double logNegative = Double.NEGATIVE_INFINITY;
        double logBinomial = 0;
        boolean positive = true;
        for (int i = 0; ; i++) {
            double j = order - i;
            double below = logTerm(q, sigma, i, j) + LogSpace.erfc((i - z0) / root);
            double above = logTerm(q, sigma, j, i) + LogSpace.erfc((z0 - j) / root);
            double term = logBinomial + LogSpace.add(below, above) - Math.log(2);
            if (positive) {
                logPositive = LogSpace.add(logPositive, term);
            } else {
                logNegative = LogSpace.add(logNegative, term);
            }
            if (i > order + 1 && term < logPositive + NEGLIGIBLE) {
                return LogSpace.subtract(logPositive, logNegative);
            }
            logBinomial += Math.log(Math.abs(order - i)) - Math.log(i + 1);
            positive ^= order < i;
        }
    }

    /** {@code ln(q^k (1 - q)^rest e^((k^2 - k) / (2 sigma^2)))}. */
    private static double logTerm(double q, double sigma, double k, double rest) {
        return k * Math.log(q) + rest * Math.log1p(-q) + k * (k - 1) / (2 * sigma * sigma);
    }
}
