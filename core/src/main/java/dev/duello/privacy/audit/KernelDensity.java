package dev.duello.privacy.audit;

import java.util.Arrays;

/** A density as the mean of Gaussians, one on each point, shaped as all points together and scaled by Scott's rule (1992). */
final class KernelDensity {
    private final Cholesky bandwidth;
    private final double[][] points;
    private final double factor;
    private final double logNorm;

    /**
     * @param points at least 2, of few dimensions
     * @param ridge added to each variance: 0, or what keeps points that lie in a plane from having no width across it
     */
    KernelDensity(double[][] points, double ridge) {
        int width = points[0].length;
        double factor = Math.pow(points.length, -1.0 / (width + 4));
        Cholesky covariance = Cholesky.ofCovariance(points, ridge);
        this.bandwidth = covariance;
        this.points = Arrays.stream(points)
                .map(point -> scaled(covariance.whiten(point), 1 / factor))
                .toArray(double[][]::new);
        this.logNorm = -Math.log(points.length)
                - covariance.logDeterminant()
                - width * (Math.log(factor) + Math.log(2 * Math.PI) / 2);
        this.factor = factor;
    }

    /** The natural logarithm of the density at each place; minus infinity far from all points. */
    double[] logAt(double[][] places) {
        return Arrays.stream(places).parallel().mapToDouble(this::logAt).toArray();
    }

    private double logAt(double[] place) {
        double[] at = scaled(bandwidth.whiten(place), 1 / factor);
        double[] exponents = new double[points.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.length; i++) {
            double sum = 0;
            double[] point = points[i];
            for (int k = 0; k < at.length; k++) {
                double difference = at[k] - point[k];
                sum += difference * difference;
            }
            exponents[i] = -sum / 2;
            largest = Math.max(largest, exponents[i]);
        }
        double total = 0;
        for (double exponent : exponents) {
            total += Math.exp(exponent - largest);
        }
        return largest + Math.log(total) + logNorm;
    }

    private static double[] scaled(double[] values, double by) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
        return values;
    }
}
