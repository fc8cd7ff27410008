package dev.duello.privacy.audit;

/** A covariance as {@code L L^T}, L lower triangular: what whitens points and tells the volume of a Gaussian. */
final class Cholesky {
    private final double[][] lower;

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /** @param matrix symmetric and positive definite */
    static Cholesky of(double[][] matrix) {
        int width = matrix.length;
        double[][] lower = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
            if (!(lower[i][i] > 0)) {
                throw new IllegalArgumentException("The matrix is not positive definite.");
            }
        }
        return new Cholesky(lower);
    }

    /** The covariance of rows, at least 2, with {@code ridge} added to the variances. */
    static Cholesky ofCovariance(double[][] rows, double ridge) {
        int width = rows[0].length;
        double[] mean = mean(rows);
        double[][] covariance = new double[width][width];
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                double there = row[i] - mean[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += there * (row[j] - mean[j]);
                }
            }
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= rows.length - 1;
            }
            covariance[i][i] += ridge;
        }
        return of(covariance);
    }

    static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        return mean;
    }

    /** {@code L^-1 x} */
    double[] whiten(double[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = x[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * result[k];
            }
            result[i] = sum / lower[i][i];
        }
        return result;
    }

    /** {@code (L L^T)^-1 x} */
    double[] solve(double[] x) {
        double[] half = whiten(x);
        double[] result = new double[x.length];
        for (int i = x.length - 1; i >= 0; i--) {
            double sum = half[i];
            for (int k = i + 1; k < x.length; k++) {
                sum -= lower[k][i] * result[k];
            }
            result[i] = sum / lower[i][i];
        }
        return result;
    }

    /** {@code ln det L} */
    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < lower.length; i++) {
            sum += Math.log(lower[i][i]);
        }
        return sum;
    }
}
