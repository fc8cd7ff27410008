package dev.duello.explain;

import dev.duello.torch.DType;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Arrays;

/**
 * Points in the space of features, each with the ball that reaches to its k-th nearest neighbor: an estimate of where a
 * distribution is (Kynkäänniemi et al., 2019, equation 1).
 *
 * @param points {@code [N, d]} float64
 * @param radii {@code [N]}
 */
record NearestNeighborBalls(Tensor points, double[] radii) {
    static final int K = 3;

    /** @param features {@code [N, d]}, N more than 3; they belong to the caller's scope */
    static NearestNeighborBalls of(Tensor features) {
        Tensor points = features.to(DType.FLOAT64);
        double[][] distances = distances(points, points);
        double[] radii = new double[distances.length];
        for (int i = 0; i < radii.length; i++) {
            Arrays.sort(distances[i]);
            // The nearest is the point itself.
            radii[i] = distances[i][K];
        }
        return new NearestNeighborBalls(points, radii);
    }

    /** Euclidean distances, a row for each of {@code from}. @param from {@code [N, d]} @param to {@code [M, d]} */
    static double[][] distances(Tensor from, Tensor to) {
        try (var _ = TensorScope.open()) {
            Tensor a = from.to(DType.FLOAT64);
            Tensor b = to.to(DType.FLOAT64);
            int rows = Math.toIntExact(a.size(0));
            int columns = Math.toIntExact(b.size(0));
            double[] squares = a.square()
                    .sum(1L)
                    .reshape(rows, 1)
                    .add(b.square().sum(1L).reshape(1, columns))
                    .subtract(a.matmul(b.transpose()).multiply(2))
                    .toDoubles();
            double[][] distances = new double[rows][columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    distances[i][j] = Math.sqrt(Math.max(0, squares[i * columns + j]));
                }
            }
            return distances;
        }
    }

    /** Which of the points at these distances lie in a ball. @param distances from each of them to each center */
    boolean[] cover(double[][] distances) {
        boolean[] covered = new boolean[distances.length];
        for (int i = 0; i < covered.length; i++) {
            for (int j = 0; j < radii.length && !covered[i]; j++) {
                covered[i] = distances[i][j] <= radii[j];
            }
        }
        return covered;
    }

    /**
     * How far inside the balls each point is: above 1 inside of one, below 1 outside (Kynkäänniemi et al., 2019, equation 3). The
     * larger half of the balls does not count, since outliers have large ones.
     */
    double[] realism(double[][] distances) {
        double[] sorted = radii.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double[] realism = new double[distances.length];
        for (int i = 0; i < realism.length; i++) {
            for (int j = 0; j < radii.length; j++) {
                if (radii[j] <= median) {
                    realism[i] = Math.max(realism[i], radii[j] / Math.max(distances[i][j], 1e-12));
                }
            }
        }
        return realism;
    }
}
