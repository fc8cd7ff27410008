package dev.duello.gan.diagnosis;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Arrays;

/**
 * How images lie apart, as root mean square differences of their pixels.
 *
 * @param spread root mean square of all pairs
 * @param nearest median distance of one to its nearest other
 */
record PairwiseDistances(double spread, double nearest) {
    /** @param images {@code [N, C, H, W]}, N at least 1; a single one has no spread */
    static PairwiseDistances of(Tensor images) {
        if (images.size(0) == 1) {
            return new PairwiseDistances(0, 0);
        }
        try (var _ = TensorScope.open()) {
            int count = (int) images.size(0);
            Tensor rows = images.reshape(count, -1).to(DType.FLOAT64);
            // Distances do not change, but lose fewer digits.
            Tensor center = rows.sum(0L).multiply(1.0 / count);
            rows = rows.subtract(center);
            double[] products = rows.matmul(rows.transpose()).toDoubles();
            double[] nearest = new double[count];
            Arrays.fill(nearest, Double.POSITIVE_INFINITY);
            double sum = 0;
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < i; j++) {
                    double squared = Math.max(
                            0, products[i * count + i] + products[j * count + j] - 2 * products[i * count + j]);
                    sum += squared;
                    nearest[i] = Math.min(nearest[i], squared);
                    nearest[j] = Math.min(nearest[j], squared);
                }
            }
            Arrays.sort(nearest);
            double pixels = rows.size(1);
            return new PairwiseDistances(
                    Math.sqrt(2 * sum / ((double) count * (count - 1) * pixels)),
                    Math.sqrt(nearest[count / 2] / pixels));
        }
    }
}
