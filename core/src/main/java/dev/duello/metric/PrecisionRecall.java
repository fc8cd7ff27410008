package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.function.Function;

/**
 * How much of what is generated is realistic, and how much of what is real can be generated.
 *
 * <p>A side's manifold is the union of balls around its points, each reaching to the k-th nearest other point; a point at
 * exactly that distance is inside (Kynkäänniemi et al., 2019, equations 1 and 2, <a
 * href="https://arxiv.org/abs/1904.06991">arXiv:1904.06991</a>).
 *
 * @param precision the share of fakes inside the reals' manifold, in [0, 1]: fidelity
 * @param recall the share of reals inside the fakes' manifold, in [0, 1]: variety
 */
public record PrecisionRecall(double precision, double recall) {
    /** The paper's neighborhood. */
    public static final int DEFAULT_K = 3;

    static final Function<RealAndFake, PrecisionRecall> OF_FEATURES = samples -> between(
            samples.real().features(),
            samples.fake().features(),
            DEFAULT_K,
            _ -> samples.real().once(new NearestNeighborBalls.OfReals(DEFAULT_K)));

    /** By the third nearest neighbor; see {@link #between(Tensor, Tensor, int)}. */
    public static PrecisionRecall between(Tensor real, Tensor fake) {
        return between(real, fake, DEFAULT_K);
    }

    /**
     * Time grows with the square of the number of points; memory does not.
     *
     * @param real features {@code [N, d]}
     * @param fake features {@code [M, d]}
     * @param k at least 1; N and M must be larger
     * @throws IllegalArgumentException when there are too few points, the widths differ, or a number is not finite
     */
    public static PrecisionRecall between(Tensor real, Tensor fake, int k) {
        return between(real, fake, k, points -> NearestNeighborBalls.around(points, k));
    }

    /** @param realBalls around the centered reals */
    private static PrecisionRecall between(
            Tensor real, Tensor fake, int k, Function<Tensor, NearestNeighborBalls> realBalls) {
        try (var _ = TensorScope.open()) {
            Features points =
                    Features.of(real, fake, NearestNeighborBalls.leastPoints(k)).centered();
            double[] realRadii = realBalls.apply(points.real()).closed();
            double[] fakeRadii = NearestNeighborBalls.around(points.fake(), k).closed();
            boolean[] realIsInside = new boolean[realRadii.length];
            // Several threads set its elements, but only ever to true.
            boolean[] fakeIsInside = new boolean[fakeRadii.length];
            Distances.visit(points.real(), points.fake(), (row, firstColumn, squared, columns) -> {
                double radius = realRadii[row];
                boolean inside = false;
                for (int j = 0; j < columns; j++) {
                    if (squared[j] <= radius) {
                        fakeIsInside[firstColumn + j] = true;
                    }
                    inside |= squared[j] <= fakeRadii[firstColumn + j];
                }
                realIsInside[row] |= inside;
            });
            return new PrecisionRecall(share(fakeIsInside), share(realIsInside));
        }
    }

    /** The harmonic mean of precision and recall; 0 when both are. */
    public double f1() {
        double sum = precision + recall;
        return sum == 0 ? 0 : 2 * precision * recall / sum;
    }

    static double share(boolean[] values) {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return (double) count / values.length;
    }
}
