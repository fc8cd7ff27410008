package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighborsTest {
    private static final int WIDTH = 7;

    @Test
    void they_are_those_that_comparing_every_pair_finds() {
        float[] points = cloud(300, 1);
        float[] among = cloud(2500, 2);
        try (var _ = TensorScope.open()) {
            NearestNeighbors found =
                    NearestNeighbors.of(Tensors.of(points, 300, WIDTH), Tensors.of(among, 2500, WIDTH), 3);

            assertThat(found.size()).isEqualTo(300);
            for (int i = 0; i < 300; i++) {
                int point = i;
                int[] expected = IntStream.range(0, 2500)
                        .boxed()
                        .sorted(Comparator.comparingDouble(j -> distance(points, point, among, j)))
                        .limit(3)
                        .mapToInt(Integer::intValue)
                        .toArray();
                for (int rank = 0; rank < 3; rank++) {
                    assertThat(found.index(i, rank)).isEqualTo(expected[rank]);
                    assertThat(found.distance(i, rank))
                            .isCloseTo(distance(points, i, among, expected[rank]), within(1e-9));
                }
            }
        }
    }

    @Test
    void a_point_is_its_own_nearest_neighbor() {
        try (var _ = TensorScope.open()) {
            var points = Tensors.of(cloud(50, 3), 50, WIDTH);

            NearestNeighbors found = NearestNeighbors.of(points, points, 1);

            for (int i = 0; i < 50; i++) {
                assertThat(found.index(i, 0)).isEqualTo(i);
                assertThat(found.distance(i, 0)).isCloseTo(0, within(1e-6));
            }
        }
    }

    @Test
    void more_neighbors_than_points_are_refused() {
        try (var _ = TensorScope.open()) {
            var points = Tensors.of(cloud(2, 4), 2, WIDTH);

            assertThatThrownBy(() -> NearestNeighbors.of(points, points, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("k must be 1 to 2, not 3.");
        }
    }

    private static float[] cloud(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double distance(float[] a, int i, float[] b, int j) {
        double squares = 0;
        for (int d = 0; d < WIDTH; d++) {
            double difference = (double) a[i * WIDTH + d] - b[j * WIDTH + d];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
