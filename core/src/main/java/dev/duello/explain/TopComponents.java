package dev.duello.explain;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;

/**
 * The first principal components of many numbers of many samples, by power iteration of a random block (Halko, Martinsson and Tropp,
 * 2011, algorithm 4.4): the covariance of thousands of activations is never made. Whoever makes it closes it.
 *
 * @param coordinates {@code [N, count]}: each sample along each component, of variance 1
 * @param shares of the variance, of each component, descending
 */
record TopComponents(Tensor coordinates, double[] shares) implements AutoCloseable {
    private static final int EXTRA = 10;
    private static final int ITERATIONS = 12;

    /** @param samples {@code [N, d]}, N at least 2 */
    static TopComponents of(Tensor samples, int count, RandomStream random) {
        try (var _ = TensorScope.open()) {
            Tensor centered = samples.subtract(samples.mean(0L)).to(DType.FLOAT32);
            double total = centered.square().sum().item();
            long width = Math.min(Math.min(samples.size(0), samples.size(1)), count + EXTRA);
            Tensor block = random.normal(Device.CPU, samples.size(1), width)
                    .toDeviceOf(samples)
                    .keep();
            for (int i = 0; i < ITERATIONS; i++) {
                try (var _ = TensorScope.open()) {
                    Tensor next = orthonormal(centered.transpose().matmul(centered.matmul(orthonormal(block))))
                            .to(DType.FLOAT32)
                            .keep();
                    block.close();
                    block = next;
                }
            }
            Tensor basis = block.handOver();
            // Rayleigh-Ritz: the components within the block.
            Tensor projected = centered.matmul(basis).to(DType.FLOAT64);
            LinearAlgebra.Eigen eigen =
                    LinearAlgebra.eigen(projected.transpose().matmul(projected));
            int kept = (int) Math.min(count, width);
            Tensor vectors = eigen.vectors().narrow(1, width - kept, kept).flip(1L);
            double[] values = eigen.values().toDoubles();
            double[] shares = new double[kept];
            for (int i = 0; i < kept; i++) {
                shares[i] = values[(int) width - 1 - i] / total;
            }
            Tensor coordinates = projected.matmul(vectors);
            Tensor deviation = coordinates.square().mean(0L).sqrt().add(1e-300).reshape(1, kept);
            return new TopComponents(coordinates.divide(deviation).keep(), shares);
        }
    }

    /** An orthonormal basis of the columns' span, in float64, where the small eigenvalues of the product keep their digits. */
    private static Tensor orthonormal(Tensor columns) {
        Tensor wide = columns.to(DType.FLOAT64);
        LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(wide.transpose().matmul(wide));
        double largest = eigen.values().toDoubles()[(int) columns.size(1) - 1];
        Tensor scale = eigen.values()
                .copy()
                .clamp_(1e-14 * largest + 1e-300, Double.MAX_VALUE)
                .sqrt()
                .reciprocal();
        return wide.matmul(eigen.vectors()).multiply(scale.reshape(1, -1)).to(columns.dtype());
    }

    @Override
    public void close() {
        coordinates.close();
    }
}
