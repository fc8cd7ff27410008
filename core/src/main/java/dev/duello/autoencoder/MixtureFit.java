package dev.duello.autoencoder;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A mixture of Gaussians with full covariances, fitted by expectation maximization (Dempster et al., 1977), as scikit-learn's
 * {@code GaussianMixture} computes it.
 *
 * @param weights of the components, which sum to 1
 * @param means one row a component
 * @param factors lower Cholesky factors of the covariances, row-major
 * @param logLikelihood of the data, the mean over rows, before the last step
 */
record MixtureFit(double[] weights, double[][] means, double[][] factors, double logLikelihood) {
    /** What is added to each variance, so that a component of few rows has a density. */
    static final double REGULARIZATION = 1e-6;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    /**
     * The mixture with the lowest Bayesian information criterion (Schwarz, 1978) among those of 1, 2, 4, ... components.
     *
     * @param rows at least 2, all of one length
     * @param most components at most
     */
    static MixtureFit best(double[][] rows, int most, int iterations) {
        MixtureFit best = null;
        double lowest = Double.POSITIVE_INFINITY;
        int length = rows[0].length;
        // A component of fewer rows than a covariance has directions only learns them by heart.
        for (int count = 1; count <= most && (count == 1 || rows.length / count > 2 * length); count *= 2) {
            MixtureFit fit = of(rows, spread(rows, count), iterations, 1e-3);
            double criterion = fit.criterion(rows);
            if (criterion < lowest) {
                lowest = criterion;
                best = fit;
            }
        }
        return Objects.requireNonNull(best);
    }

    /** The Bayesian information criterion: {@code p log N - 2 log L}. */
    double criterion(double[][] rows) {
        int length = rows[0].length;
        double parameters = weights.length * (length * (length + 1) / 2.0 + length + 1) - 1;
        double[][] unused = new double[rows.length][weights.length];
        return parameters * Math.log(rows.length) - 2 * rows.length * expect(rows, unused);
    }

    /** First means by k-means++ (Arthur and Vassilvitskii, 2007), always the same ones. */
    private static double[][] spread(double[][] rows, int count) {
        SplittableRandom random = new SplittableRandom(count);
        double[][] means = new double[count][];
        double[] nearest = new double[rows.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        int chosen = random.nextInt(rows.length);
        for (int k = 0; k < count; k++) {
            means[k] = rows[chosen].clone();
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                nearest[i] = Math.min(nearest[i], distance(rows[i], means[k]));
                sum += nearest[i];
            }
            double left = random.nextDouble() * sum;
            chosen = 0;
            while (chosen < rows.length - 1 && (left -= nearest[chosen]) > 0) {
                chosen++;
            }
        }
        return means;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    /**
     * Fits from given means, equal weights and the covariance of all rows in each component.
     *
     * @param tolerance of the mean log-likelihood, within which it counts as unchanged
     */
    static MixtureFit of(double[][] rows, double[][] means, int iterations, double tolerance) {
        int count = means.length;
        double[][] all = new double[rows.length][count];
        for (double[] row : all) {
            row[0] = 1;
        }
        double[] center = new double[rows[0].length];
        double[] whole = covarianceFactor(rows, all, 0, rows.length, center);
        double[] weights = new double[count];
        Arrays.fill(weights, 1.0 / count);
        double[][] factors = new double[count][];
        Arrays.fill(factors, whole);
        MixtureFit fit = new MixtureFit(weights, means, factors, Double.NEGATIVE_INFINITY);
        double[][] responsibilities = new double[rows.length][count];
        for (int i = 0; i < iterations; i++) {
            double before = fit.logLikelihood;
            double now = fit.expect(rows, responsibilities);
            fit = maximized(rows, responsibilities, now);
            if (Math.abs(now - before) < tolerance) {
                break;
            }
        }
        return fit;
    }

    /** Fills in how much each row belongs to each component. @return the mean log-likelihood */
    double expect(double[][] rows, double[][] responsibilities) {
        int count = weights.length;
        int length = means[0].length;
        double[] logScale = new double[count];
        for (int k = 0; k < count; k++) {
            double logDeterminant = 0;
            for (int i = 0; i < length; i++) {
                logDeterminant += Math.log(factors[k][i * length + i]);
            }
            logScale[k] = Math.log(weights[k]) - logDeterminant - 0.5 * length * LOG_2PI;
        }
        double sum = 0;
        double[] solved = new double[length];
        for (int i = 0; i < rows.length; i++) {
            double[] logs = responsibilities[i];
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < count; k++) {
                logs[k] = logScale[k] - 0.5 * squaredDistance(rows[i], k, solved);
                largest = Math.max(largest, logs[k]);
            }
            double total = 0;
            for (int k = 0; k < count; k++) {
                total += Math.exp(logs[k] - largest);
            }
            double logTotal = largest + Math.log(total);
            for (int k = 0; k < count; k++) {
                logs[k] = Math.exp(logs[k] - logTotal);
            }
            sum += logTotal;
        }
        return sum / rows.length;
    }

    /** By Mahalanobis, from a component. */
    private double squaredDistance(double[] row, int component, double[] solved) {
        int length = row.length;
        double[] factor = factors[component];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double value = row[i] - means[component][i];
            for (int j = 0; j < i; j++) {
                value -= factor[i * length + j] * solved[j];
            }
            solved[i] = value / factor[i * length + i];
            sum += solved[i] * solved[i];
        }
        return sum;
    }

    private static MixtureFit maximized(double[][] rows, double[][] responsibilities, double logLikelihood) {
        int count = responsibilities[0].length;
        double[] weights = new double[count];
        double[][] means = new double[count][rows[0].length];
        double[][] factors = new double[count][];
        for (int k = 0; k < count; k++) {
            double mass = 10 * Math.ulp(1.0);
            for (double[] each : responsibilities) {
                mass += each[k];
            }
            weights[k] = mass / rows.length;
            factors[k] = covarianceFactor(rows, responsibilities, k, mass, means[k]);
        }
        return new MixtureFit(weights, means, factors, logLikelihood);
    }

    /** Of the rows as far as they belong to a component. @param mean receives it */
    private static double[] covarianceFactor(
            double[][] rows, double[][] responsibilities, int component, double mass, double[] mean) {
        int length = mean.length;
        for (int row = 0; row < rows.length; row++) {
            double share = responsibilities[row][component] / mass;
            for (int i = 0; i < length; i++) {
                mean[i] += share * rows[row][i];
            }
        }
        double[] covariance = new double[length * length];
        double[] centered = new double[length];
        for (int row = 0; row < rows.length; row++) {
            double share = responsibilities[row][component] / mass;
            for (int i = 0; i < length; i++) {
                centered[i] = rows[row][i] - mean[i];
            }
            for (int i = 0; i < length; i++) {
                double scaled = share * centered[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i * length + j] += scaled * centered[j];
                }
            }
        }
        return cholesky(covariance, length);
    }

    /** @param matrix symmetric, of which the lower triangle is read */
    private static double[] cholesky(double[] matrix, int length) {
        double[] lower = new double[length * length];
        for (int row = 0; row < length; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = matrix[row * length + column] + (row == column ? REGULARIZATION : 0);
                for (int k = 0; k < column; k++) {
                    sum -= lower[row * length + k] * lower[column * length + k];
                }
                lower[row * length + column] = row == column
                        ? Math.sqrt(Math.max(sum, REGULARIZATION * REGULARIZATION))
                        : sum / lower[column * length + column];
            }
        }
        return lower;
    }
}
