package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A ball around every point that reaches to its k-th nearest other point: the estimate of a manifold on which
 * precision, recall, density and coverage rest.
 *
 * <p>Squared radii come in two kinds, so that a distance equal to the radius is told apart from its rounding error:
 * compare with {@link #closed} by {@code <=} to count such a point in, with {@link #open} by {@code <} to leave it out.
 *
 * @param closed squared radii, enlarged by the rounding error
 * @param open squared radii, lessened by it
 */
record NearestNeighborBalls(double[] closed, double[] open) {
    /** Those around the features of samples, moved by their mean as {@link Features#centered} does with reals. */
    record OfReals(int k) implements Function<Samples, NearestNeighborBalls> {
        @Override
        public NearestNeighborBalls apply(Samples reals) {
            try (var _ = TensorScope.open()) {
                Tensor points = Features.matrix("real features", reals.features(), leastPoints(k));
                return around(points.subtract(Features.mean(points)), k);
            }
        }
    }

    /** @param points {@code [N, d]}, N larger than k, float64, centered */
    static NearestNeighborBalls around(Tensor points, int k) {
        int count = (int) points.size(0);
        double[] nearest = new double[count * k]; // the k smallest of each row, ascending
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        Distances.visit(points, points, (row, firstColumn, squared, columns) -> {
            int base = row * k;
            double worst = nearest[base + k - 1];
            for (int j = 0; j < columns; j++) {
                if (squared[j] < worst && firstColumn + j != row) {
                    insert(nearest, base, k, squared[j]);
                    worst = nearest[base + k - 1];
                }
            }
        });
        double[] norms = Distances.squaredNorms(points);
        double relativeError = Distances.relativeError(points.size(1));
        double[] closed = new double[count];
        double[] open = new double[count];
        for (int i = 0; i < count; i++) {
            double squaredRadius = Math.max(0, nearest[i * k + k - 1]);
            // A point at the radius r from x has a norm of at most |x| + r.
            double reach = 2 * Math.sqrt(norms[i]) + Math.sqrt(squaredRadius);
            double slack = 2 * relativeError * reach * reach;
            closed[i] = squaredRadius + slack;
            open[i] = squaredRadius - slack;
        }
        return new NearestNeighborBalls(closed, open);
    }

    private static void insert(double[] sorted, int base, int k, double value) {
        int at = base + k - 1;
        while (at > base && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    /** @throws IllegalArgumentException when k is not positive */
    static int leastPoints(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, not " + k + ".");
        }
        return k + 1;
    }
}
