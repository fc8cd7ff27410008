package dev.duello.metric;

import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;

/**
 * The distance between two normal distributions with the moments of real and of generated features, as squared Wasserstein-2
 * distance: {@code |m1 - m2|^2 + tr(S1) + tr(S2) - 2 tr((S1 S2)^(1/2))} (Heusel et al., 2017, equation 6, <a
 * href="https://arxiv.org/abs/1706.08500">arXiv:1706.08500</a>). It is 0 for equal moments, has no upper end, and is
 * biased upward by few samples: compare only distances of equal counts.
 *
 * <p>With {@code S1 = F1 F1^T} and {@code S2 = F2 F2^T}, the last trace is the sum of the singular values of
 * {@code F1^T F2}. Unlike the root of the product it is real, exact to rounding and well defined when fewer samples than
 * features make the covariances singular.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /** @throws IllegalArgumentException when the widths differ */
    public static double between(Moments a, Moments b) {
        long width = a.mean().size(0);
        Features.requireSameWidth(width, b.mean().size(0));
        try (var _ = TensorScope.open()) {
            double traces = trace(a.covariance()) + trace(b.covariance());
            Tensor cross = factor(a.covariance()).transpose().matmul(factor(b.covariance()));
            return distance(a.mean(), b.mean(), traces, nuclearNorm(cross));
        }
    }

    /**
     * From features. With fewer samples than numbers in a feature, the factors of the covariances are the centered features
     * themselves, and an {@code [N, M]} matrix takes the place of {@code [d, d]} ones: same distance, less work.
     *
     * @param a features {@code [N, d]}, N at least 2
     * @param b features {@code [M, d]}, M at least 2
     * @throws IllegalArgumentException when there are too few, the widths differ, or a number is not finite
     */
    public static double between(Tensor a, Tensor b) {
        if (a.shape().length != 2 || b.shape().length != 2 || Math.max(a.size(0), b.size(0)) >= a.size(1)) {
            try (Moments first = Moments.of(a);
                    Moments second = Moments.of(b)) {
                return between(first, second);
            }
        }
        try (var _ = TensorScope.open()) {
            Features both = Features.of(a, b, 2);
            Tensor firstMean = Features.mean(both.real());
            Tensor secondMean = Features.mean(both.fake());
            Tensor first = both.real().subtract(firstMean).multiply(1 / Math.sqrt(a.size(0) - 1));
            Tensor second = both.fake().subtract(secondMean).multiply(1 / Math.sqrt(b.size(0) - 1));
            double traces = first.square().sum().item() + second.square().sum().item();
            return distance(firstMean, secondMean, traces, nuclearNorm(first.matmul(second.transpose())));
        }
    }

    private static double distance(Tensor a, Tensor b, double traces, double cross) {
        double means = a.subtract(b).square().sum().item();
        // Rounding may carry the distance of equal moments a little below zero.
        return Math.max(0, means + traces - 2 * cross);
    }

    private static double trace(Tensor square) {
        long width = square.size(0);
        return square.reshape(width * width)
                .strided(new long[] {width}, new long[] {width + 1}, 0)
                .sum()
                .item();
    }

    private static double nuclearNorm(Tensor matrix) {
        return matrix.elements() == 0
                ? 0
                : LinearAlgebra.singularValues(matrix).sum().item();
    }

    /** {@code [d, rank]}, whose product with its own transpose is the covariance. */
    private static Tensor factor(Tensor covariance) {
        LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(covariance);
        double[] values = eigen.values().toDoubles();
        int width = values.length;
        // What is smaller than the rounding error of the largest is noise around zero, with either sign.
        double noise = Math.max(0, values[width - 1]) * width * Math.ulp(1.0);
        int first = 0;
        while (first < width && values[first] <= noise) {
            first++;
        }
        int rank = width - first;
        double[] roots = new double[rank];
        for (int i = 0; i < rank; i++) {
            roots[i] = Math.sqrt(values[first + i]);
        }
        return eigen.vectors().narrow(1, first, rank).multiply(Tensors.of(roots, 1, rank));
    }
}
