package dev.duello.autoencoder;

/** The standard normal distribution function and its inverse. */
final class NormalQuantile {
    private NormalQuantile() {}

    /** The share below {@code x}, right to 1e-15: a series near 0, and a continued fraction far out. */
    static double cumulative(double x) {
        double size = Math.abs(x);
        if (size > 38) {
            return x > 0 ? 1 : 0;
        }
        double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        if (size < 4) {
            double term = x;
            double sum = x;
            for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 300; i += 2) {
                term *= x * x / i;
                sum += term;
            }
            return 0.5 + density * sum;
        }
        double fraction = size;
        for (int i = 60; i > 0; i--) {
            fraction = size + i / fraction;
        }
        double tail = density / fraction;
        return x > 0 ? 1 - tail : tail;
    }

    /** Where the share below is {@code share}, in -8.3 to 8.3. @param share 0 to 1 */
    static double of(double share) {
        double low = -8.3;
        double high = 8.3;
        for (int i = 0; i < 60; i++) {
            double middle = 0.5 * (low + high);
            if (cumulative(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }
}
