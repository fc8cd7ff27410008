package dev.duello.privacy;

import org.hipparchus.special.Erf;

/** Sums and tails of numbers that are too large or too small for a double, given and returned as natural logarithms. */
final class LogSpace {
    /** From here on the asymptotic series is exact to 1e-10 of a logarithm of some hundreds. */
    private static final double ASYMPTOTIC = 20;

    /** The logarithm of half an ulp of 1: a share of a sum that rounding leaves nothing of. */
    private static final double NEGLIGIBLE = -37;

    private LogSpace() {}

    /** {@code ln(e^a + e^b)}. */
    static double add(double a, double b) {
        double larger = Math.max(a, b);
        if (larger == Double.NEGATIVE_INFINITY) {
            return larger;
        }
        double apart = Math.min(a, b) - larger;
        return apart < NEGLIGIBLE ? larger : larger + Math.log1p(Math.exp(apart));
    }

    /** {@code ln(e^a - e^b)}, minus infinity when b is not less than a. */
    static double subtract(double a, double b) {
        return b >= a ? Double.NEGATIVE_INFINITY : a + Math.log(-Math.expm1(b - a));
    }

    /** {@code ln(e^x - 1)} for x above 0. */
    static double expm1(double x) {
        return x < 1 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
    }

    /** {@code ln(1 + e^x)}. */
    static double log1p(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /** {@code ln(erfc(x))}. */
    static double erfc(double x) {
        if (x < ASYMPTOTIC) {
            return Math.log(Erf.erfc(x));
        }
        double square = x * x;
        double series = -1 / (2 * square) + 3 / (4 * square * square) - 15 / (8 * square * square * square);
        return -square - Math.log(x) - Math.log(Math.PI) / 2 + Math.log1p(series);
    }
}
