package dev.duello.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoissonBatchesTest {
    /** Images of one pixel-value each, so that a batch tells which images are in it; the label is the number, too. */
    private static Dataset numbered(int size) {
        byte[] pixels = new byte[size];
        int[] labels = new int[size];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            pixels[i] = (byte) i;
            labels[i] = i;
            names.add("class " + i);
        }
        return Datasets.of("numbered", new ImageFormat(1, 1, 1), pixels, labels, names);
    }

    private static List<Integer> next(PoissonBatches batches) {
        try (var _ = TensorScope.open()) {
            Batch batch = batches.next();
            List<Integer> numbers = new ArrayList<>();
            for (float pixel : batch.samples().toFloats()) {
                numbers.add(Math.round((pixel + 1) * 127.5f));
            }
            assertThat(Arrays.stream(batch.labels().toLongs())
                            .mapToObj(Math::toIntExact)
                            .toList())
                    .isEqualTo(numbers);
            assertThat(batch.samples().shape()).containsExactly(numbers.size(), 1, 1, 1);
            return numbers;
        }
    }

    /** Counts, pairs and sizes as those of independent coins; bounds are five standard errors. */
    @Test
    void each_sample_enters_each_batch_by_a_coin_of_its_own() {
        int size = 40;
        int expected = 6;
        int steps = 4000;
        double q = (double) expected / size;
        int[] entered = new int[size];
        int together = 0;
        int inARow = 0;
        double squares = 0;
        try (Dataset images = numbered(size);
                PoissonBatches batches = new PoissonBatches(images, expected, 3, Device.CPU, false)) {
            assertThat(batches.rate()).isEqualTo(q);
            List<Integer> before = List.of();
            for (int step = 0; step < steps; step++) {
                List<Integer> numbers = next(batches);
                assertThat(numbers).doesNotHaveDuplicates().isSorted();
                numbers.forEach(number -> entered[number]++);
                together += numbers.contains(4) && numbers.contains(5) ? 1 : 0;
                inARow += numbers.contains(7) && before.contains(7) ? 1 : 0;
                squares += (numbers.size() - expected) * (double) (numbers.size() - expected);
                before = numbers;
            }
        }
        for (int count : entered) {
            assertThat((double) count / steps).isCloseTo(q, within(5 * Math.sqrt(q * (1 - q) / steps)));
        }
        double both = q * q;
        assertThat((double) together / steps).isCloseTo(both, within(5 * Math.sqrt(both / steps)));
        assertThat((double) inARow / steps).isCloseTo(both, within(5 * Math.sqrt(both / steps)));
        // Batches of one size would have no variance at all.
        double variance = size * q * (1 - q);
        assertThat(squares / steps).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / steps)));
    }

    @Test
    void a_batch_may_be_empty_and_the_position_counts_what_was_expected() {
        try (Dataset images = numbered(50);
                PoissonBatches batches = new PoissonBatches(images, 1, 1, Device.CPU, true)) {
            int empty = 0;
            for (int step = 1; step <= 300; step++) {
                empty += next(batches).isEmpty() ? 1 : 0;
                assertThat(batches.position()).isEqualTo(step);
            }
            // (1 - 1/50)^50 = 0.364 of them.
            assertThat(empty).isBetween(70, 150);
        }
    }

    @Test
    void resumed_it_gives_the_same_batches_and_another_variant_gives_others() {
        try (Dataset images = numbered(100);
                PoissonBatches straight = new PoissonBatches(images, 10, 5, Device.CPU, false);
                PoissonBatches resumed = new PoissonBatches(images, 10, 5, Device.CPU, false);
                PoissonBatches other = new PoissonBatches(images, 10, 5, Device.CPU, false);
                PoissonBatches seeded = new PoissonBatches(images, 10, 6, Device.CPU, false)) {
            for (int i = 0; i < 7; i++) {
                next(straight);
            }
            resumed.position(70);
            other.position(70);
            other.variant(1);
            seeded.position(70);
            List<Integer> eighth = next(straight);
            assertThat(next(resumed)).isEqualTo(eighth);
            assertThat(next(other)).isNotEqualTo(eighth);
            assertThat(next(seeded)).isNotEqualTo(eighth);
            assertThat(next(straight)).isNotEqualTo(eighth);
        }
    }

    @Test
    void at_a_rate_of_1_all_are_in_every_batch_and_more_are_refused() {
        try (Dataset images = numbered(9);
                PoissonBatches all = new PoissonBatches(images, 9, 5, Device.CPU, false)) {
            assertThat(next(all)).hasSize(9);
            assertThatThrownBy(() -> new PoissonBatches(images, 10, 5, Device.CPU, false))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("9 samples");
        }
    }
}
