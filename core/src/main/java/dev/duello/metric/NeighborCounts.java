package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;

/** How many of other points lie within a distance of each point. */
public final class NeighborCounts {
    private NeighborCounts() {}

    /**
     * @param points features {@code [N, d]}
     * @param among features {@code [M, d]}
     * @param radius the Euclidean distance, at least 0
     * @return N counts from 0 to M
     * @throws IllegalArgumentException when there are no points, the widths differ, or a number is not finite
     */
    public static int[] within(Tensor points, Tensor among, double radius) {
        int[] counts = new int[(int) points.size(0)];
        try (var _ = TensorScope.open()) {
            Features centered = Features.of(among, points, 1).centered();
            double limit = radius * radius;
            Distances.visit(centered.fake(), centered.real(), (row, _, squared, columns) -> {
                for (int j = 0; j < columns; j++) {
                    if (squared[j] <= limit) {
                        counts[row]++;
                    }
                }
            });
        }
        return counts;
    }
}
