package dev.duello.privacy.audit;

import dev.duello.torch.DType;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;

/** The directions in which features vary most. Densities are estimated in few dimensions, because in many all points are far apart. */
final class PrincipalComponents implements AutoCloseable {
    private final Tensor mean;
    private final Tensor directions;

    private PrincipalComponents(Tensor mean, Tensor directions) {
        this.mean = mean;
        this.directions = directions;
    }

    /**
     * @param features {@code [N, d]}, N at least 2
     * @param most how many directions at most
     */
    static PrincipalComponents of(Tensor features, int most) {
        try (var _ = TensorScope.open()) {
            Tensor points = features.to(DType.FLOAT64);
            Tensor mean = points.mean(0L);
            Tensor centered = points.subtract(mean);
            Tensor covariance = centered.transpose().matmul(centered).multiply(1.0 / (points.size(0) - 1));
            Tensor vectors = LinearAlgebra.eigen(covariance).vectors();
            long width = Math.min(most, vectors.size(1));
            // Eigenvalues ascend.
            Tensor directions =
                    vectors.narrow(1, vectors.size(1) - width, width).flip(1L);
            return new PrincipalComponents(mean.keep(), directions.keep());
        }
    }

    /** Features {@code [N, d]} in these directions, one row each. */
    double[][] project(Tensor features) {
        try (var _ = TensorScope.open()) {
            Tensor projected = features.to(DType.FLOAT64).subtract(mean).matmul(directions);
            double[] flat = projected.toDoubles();
            int width = (int) directions.size(1);
            double[][] rows = new double[(int) features.size(0)][width];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(flat, i * width, rows[i], 0, width);
            }
            return rows;
        }
    }

    @Override
    public void close() {
        mean.close();
        directions.close();
    }
}
