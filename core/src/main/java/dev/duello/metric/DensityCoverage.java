package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Fidelity and variety, by balls around the reals alone, so that outliers among the fakes enlarge nothing. A point at
 * exactly the radius is outside (Naeem et al., 2020, equations 5 and 6, <a
 * href="https://arxiv.org/abs/2002.09797">arXiv:2002.09797</a>).
 *
 * @param density in how many of the k expected real balls a fake lies on average; 0 is far off, about 1 is as dense as
 *     the reals, and more is possible
 * @param coverage the share of reals with a fake in their ball, in [0, 1]
 */
public record DensityCoverage(double density, double coverage) {
    /** The paper's neighborhood. */
    public static final int DEFAULT_K = 5;

    static final Function<RealAndFake, DensityCoverage> OF_FEATURES = samples -> between(
            samples.real().features(),
            samples.fake().features(),
            DEFAULT_K,
            _ -> samples.real().once(new NearestNeighborBalls.OfReals(DEFAULT_K)));

    /** By the fifth nearest neighbor; see {@link #between(Tensor, Tensor, int)}. */
    public static DensityCoverage between(Tensor real, Tensor fake) {
        return between(real, fake, DEFAULT_K);
    }

    /**
     * Time grows with the square of the number of points; memory does not. Reals that are all the same have balls without
     * an inside: density and coverage are then 0.
     *
     * @param real features {@code [N, d]}, N larger than k
     * @param fake features {@code [M, d]}, M larger than k
     * @param k at least 1
     * @throws IllegalArgumentException when there are too few points, the widths differ, or a number is not finite
     */
    public static DensityCoverage between(Tensor real, Tensor fake, int k) {
        return between(real, fake, k, points -> NearestNeighborBalls.around(points, k));
    }

    /** @param realBalls around the centered reals */
    private static DensityCoverage between(
            Tensor real, Tensor fake, int k, Function<Tensor, NearestNeighborBalls> realBalls) {
        try (var _ = TensorScope.open()) {
            Features points =
                    Features.of(real, fake, NearestNeighborBalls.leastPoints(k)).centered();
            double[] radii = realBalls.apply(points.real()).open();
            boolean[] covered = new boolean[radii.length];
            LongAdder insides = new LongAdder();
            Distances.visit(points.real(), points.fake(), (row, _, squared, columns) -> {
                double radius = radii[row];
                int inside = 0;
                for (int j = 0; j < columns; j++) {
                    inside += squared[j] < radius ? 1 : 0;
                }
                covered[row] |= inside > 0;
                insides.add(inside);
            });
            double density =
                    (double) insides.sum() / ((double) k * points.fake().size(0));
            return new DensityCoverage(density, PrecisionRecall.share(covered));
        }
    }
}
