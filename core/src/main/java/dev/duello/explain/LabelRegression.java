package dev.duello.explain;

import dev.duello.torch.DType;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;

/**
 * The latent direction along which a label of samples grows most: the coefficients of a linear regression of the label on the
 * latent. Standard normal latents are uncorrelated, so that no other property of the latent is moved with it on purpose; the
 * generator may still mix several.
 */
final class LabelRegression {
    /** Every fifth sample is kept out, to tell how much of the label the direction explains. */
    private static final int HELD_OUT = 5;

    private LabelRegression() {}

    /** How many labels a regression on so many numbers needs. */
    static int fewest(int noise) {
        return 2 * noise + 20;
    }

    /**
     * @param noise {@code [N, noise]}
     * @param labels {@code [N]}; NaN where there is none
     * @throws ExplainException when there are too few, or all are equal
     */
    static LatentDirection of(String name, Tensor noise, double[] labels) {
        int width = Math.toIntExact(noise.size(1));
        int known = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double label : labels) {
            if (!Double.isNaN(label)) {
                known++;
                low = Math.min(low, label);
                high = Math.max(high, label);
            }
        }
        if (known < fewest(width)) {
            throw new ExplainException("There are " + known + " labels called '" + name + "'; for latents of " + width
                    + " numbers at least " + fewest(width) + " are needed.");
        }
        if (!(high > low)) {
            throw new ExplainException("All labels called '" + name + "' are equal, so no direction changes them.");
        }
        double[] coefficients = fit(noise, labels);
        return new LatentDirection(name, unitAsSigned(coefficients), explained(noise, labels, coefficients));
    }

    private static double[] fit(Tensor noise, double[] labels) {
        try (var _ = TensorScope.open()) {
            int width = Math.toIntExact(noise.size(1));
            double[] z = noise.to(DType.FLOAT64).toDoubles();
            double[] mean = new double[width];
            double meanLabel = 0;
            int n = 0;
            for (int i = 0; i < labels.length; i++) {
                if (isFitted(i, labels)) {
                    n++;
                    meanLabel += labels[i];
                    for (int j = 0; j < width; j++) {
                        mean[j] += z[i * width + j];
                    }
                }
            }
            meanLabel /= n;
            double[][] gram = new double[width][width];
            double[] product = new double[width];
            double[] row = new double[width];
            for (int i = 0; i < labels.length; i++) {
                if (isFitted(i, labels)) {
                    for (int j = 0; j < width; j++) {
                        row[j] = z[i * width + j] - mean[j] / n;
                        product[j] += row[j] * (labels[i] - meanLabel);
                    }
                    for (int j = 0; j < width; j++) {
                        for (int k = 0; k < width; k++) {
                            gram[j][k] += row[j] * row[k];
                        }
                    }
                }
            }
            return solved(gram, product);
        }
    }

    private static boolean isFitted(int i, double[] labels) {
        return i % HELD_OUT != HELD_OUT - 1 && !Double.isNaN(labels[i]);
    }

    private static double[] solved(double[][] gram, double[] product) {
        int width = product.length;
        double[] flat = new double[width * width];
        for (int j = 0; j < width; j++) {
            System.arraycopy(gram[j], 0, flat, j * width, width);
        }
        LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(Tensors.of(flat, width, width));
        Tensor right = Tensors.of(product, width, 1);
        double[] values = eigen.values().toDoubles();
        double largest = values[width - 1];
        Tensor inverse = eigen.values()
                .copy()
                .clamp_(1e-9 * largest + 1e-300, Double.MAX_VALUE)
                .reciprocal()
                .reshape(width, 1);
        return eigen.vectors()
                .matmul(eigen.vectors().transpose().matmul(right).multiply(inverse))
                .toDoubles();
    }

    /** R squared among the samples that were kept out: the squared correlation of label and prediction. */
    private static double explained(Tensor noise, double[] labels, double[] coefficients) {
        int width = coefficients.length;
        double[] z = noise.toDoubles();
        int n = 0;
        double p1 = 0;
        double p2 = 0;
        double y1 = 0;
        double y2 = 0;
        double py = 0;
        for (int i = HELD_OUT - 1; i < labels.length; i += HELD_OUT) {
            if (!Double.isNaN(labels[i])) {
                double p = 0;
                for (int j = 0; j < width; j++) {
                    p += coefficients[j] * z[i * width + j];
                }
                n++;
                p1 += p;
                p2 += p * p;
                y1 += labels[i];
                y2 += labels[i] * labels[i];
                py += p * labels[i];
            }
        }
        double covariance = py / n - p1 / n * (y1 / n);
        double variances = (p2 / n - p1 / n * (p1 / n)) * (y2 / n - y1 / n * (y1 / n));
        return n < 2 || variances <= 0 || covariance <= 0 ? 0 : covariance * covariance / variances;
    }

    /** A label has a sign: forward is more of it. */
    private static double[] unitAsSigned(double[] vector) {
        double[] unit = Vectors.unit(vector);
        double product = 0;
        for (int i = 0; i < unit.length; i++) {
            product += unit[i] * vector[i];
        }
        if (product < 0) {
            for (int i = 0; i < unit.length; i++) {
                unit[i] = -unit[i];
            }
        }
        return unit;
    }
}
