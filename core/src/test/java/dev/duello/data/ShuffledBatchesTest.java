package dev.duello.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffledBatchesTest {
    /** Images of one pixel-value each, so that a batch tells which images are in it. */
    private static Dataset numbered(int size) {
        byte[] pixels = new byte[size];
        for (int i = 0; i < size; i++) {
            pixels[i] = (byte) i;
        }
        return Datasets.of("numbered", new ImageFormat(1, 1, 1), pixels, null, List.of());
    }

    private static List<Integer> numbers(ShuffledBatches batches, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (var _ = TensorScope.open()) {
                for (float pixel : batches.next().samples().toFloats()) {
                    numbers.add(Math.round((pixel + 1) * 127.5f));
                }
            }
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 1000, 4097, 60_000})
    void a_shuffle_is_a_permutation(int size) {
        Shuffle shuffle = new Shuffle(size, 7);
        Set<Integer> seen = new HashSet<>();
        IntStream.range(0, size).map(shuffle::at).forEach(seen::add);
        assertThat(seen).hasSize(size);
        assertThat(seen).allMatch(index -> index >= 0 && index < size);
    }

    /** Two pixels in a row, which a mirror exchanges. */
    private static Dataset pairs(int size) {
        byte[] pixels = new byte[2 * size];
        int[] labels = new int[size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
            labels[i / 2] = i / 2 % 3;
        }
        return Datasets.of("pairs", new ImageFormat(1, 1, 2), pixels, labels, List.of("a", "b", "c"));
    }

    @Test
    void a_share_of_a_batch_is_that_of_the_whole_batch_and_the_rest_is_0() {
        try (Dataset images = pairs(50);
                ShuffledBatches all = new ShuffledBatches(images, 8, 5, Device.CPU, true);
                ShuffledBatches some = new ShuffledBatches(images, 8, 5, Device.CPU, true)) {
            some.readOnly(0, 2);
            try (var _ = TensorScope.open()) {
                some.next();
                all.next();
            }
            some.readOnly(3, 6);
            for (int step = 0; step < 10; step++) {
                try (var _ = TensorScope.open()) {
                    Batch whole = all.next();
                    Batch share = some.next();
                    assertThat(share.labels().toLongs())
                            .containsExactly(whole.labels().toLongs());
                    assertThat(share.samples().narrow(0, 3, 3).toFloats())
                            .containsExactly(whole.samples().narrow(0, 3, 3).toFloats());
                    assertThat(share.samples().shape())
                            .containsExactly(whole.samples().shape());
                    assertThat(share.samples().narrow(0, 0, 3).toFloats()).containsOnly(0);
                    assertThat(share.samples().narrow(0, 6, 2).toFloats()).containsOnly(0);
                }
            }
            assertThatThrownBy(() -> some.readOnly(6, 9)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_variant_is_another_order_from_where_it_begins_and_comes_back_by_its_number() {
        try (Dataset images = numbered(100);
                ShuffledBatches one = new ShuffledBatches(images, 10, 5, Device.CPU, false);
                ShuffledBatches other = new ShuffledBatches(images, 10, 5, Device.CPU, false);
                ShuffledBatches resumed = new ShuffledBatches(images, 10, 5, Device.CPU, false)) {
            assertThat(numbers(one, 3)).isEqualTo(numbers(other, 3));
            other.variant(1);
            resumed.position(30);
            resumed.variant(1);
            List<Integer> varied = numbers(other, 27);
            assertThat(varied).isEqualTo(numbers(resumed, 27)).isNotEqualTo(numbers(one, 27));
            // Each whole pass still shows every image once.
            assertThat(new HashSet<>(varied.subList(70, 170))).hasSize(100);
            other.position(0);
            other.variant(0);
            one.position(0);
            one.variant(0);
            assertThat(numbers(other, 5)).isEqualTo(numbers(one, 5));
        }
    }

    @Test
    void a_shuffle_scatters_neighbors() {
        int size = 10_000;
        Shuffle shuffle = new Shuffle(size, 3);
        // For a random order, the mean distance of two neighbors is a third of the size.
        double distance = IntStream.range(1, size)
                .mapToLong(i -> Math.abs(shuffle.at(i) - shuffle.at(i - 1)))
                .average()
                .orElseThrow();
        assertThat(distance).isBetween(0.32 * size, 0.35 * size);
        // And the position tells nothing of the index: no correlation beyond chance (standard error 1/sqrt(size)).
        double mean = (size - 1) / 2.0;
        double covariance = IntStream.range(0, size)
                .mapToDouble(i -> (i - mean) * (shuffle.at(i) - mean))
                .sum();
        double variance = IntStream.range(0, size)
                .mapToDouble(i -> (i - mean) * (i - mean))
                .sum();
        assertThat(Math.abs(covariance / variance)).isLessThan(4 / Math.sqrt(size));
    }

    @Test
    void each_pass_shows_every_image_once_in_another_order() {
        try (Dataset images = numbered(30);
                ShuffledBatches batches = new ShuffledBatches(images, 10, 1, Device.CPU, false)) {
            List<Integer> first = numbers(batches, 3);
            List<Integer> second = numbers(batches, 3);
            assertThat(first).containsExactlyInAnyOrderElementsOf(second).doesNotHaveDuplicates();
            assertThat(first).isNotEqualTo(second);
        }
    }

    @Test
    void one_pass_runs_into_the_next_so_that_batches_are_full() {
        try (Dataset images = numbered(7);
                ShuffledBatches batches = new ShuffledBatches(images, 5, 1, Device.CPU, false)) {
            List<Integer> two = numbers(batches, 7);
            assertThat(two).hasSize(35);
            for (int image = 0; image < 7; image++) {
                int number = image;
                assertThat(two).filteredOn(other -> other == number).hasSize(5);
            }
        }
    }

    @Test
    void put_back_to_a_position_it_goes_on_the_same() {
        try (Dataset images = numbered(50);
                ShuffledBatches straight = new ShuffledBatches(images, 8, 1, Device.CPU, false);
                ShuffledBatches resumed = new ShuffledBatches(images, 8, 1, Device.CPU, false)) {
            numbers(straight, 9);
            resumed.position(straight.position());
            assertThat(numbers(resumed, 9)).isEqualTo(numbers(straight, 9));
        }
    }

    @Test
    void pixels_become_numbers_from_minus_one_to_one_and_come_back() {
        try (Dataset images = numbered(256);
                ShuffledBatches batches = new ShuffledBatches(images, 256, 1, Device.CPU, false);
                var _ = TensorScope.open()) {
            var batch = batches.next().samples();
            assertThat(batch.toFloats()).contains(-1f, 1f);
            List<Long> pixels = new ArrayList<>();
            for (long pixel : images.format().toStored(batch).toLongs()) {
                pixels.add(pixel);
            }
            assertThat(pixels).doesNotHaveDuplicates().hasSize(256);
        }
    }

    @Test
    void a_mirror_turns_about_half_of_the_images_and_the_same_ones_after_resuming() {
        ImageFormat wide = new ImageFormat(1, 2, 3);
        byte[] pixels = new byte[wide.bytes() * 50];
        new Random(1).nextBytes(pixels);
        try (Dataset images = Datasets.of("wide", wide, pixels, null, List.of());
                ShuffledBatches plain = new ShuffledBatches(images, 10, 1, Device.CPU, false);
                ShuffledBatches mirrored = new ShuffledBatches(images, 10, 1, Device.CPU, true);
                ShuffledBatches resumed = new ShuffledBatches(images, 10, 1, Device.CPU, true)) {
            resumed.position(100);
            int turned = 0;
            for (int i = 0; i < 20; i++) {
                try (var _ = TensorScope.open()) {
                    float[] as = plain.next().samples().contiguous().toFloats();
                    float[] seen = mirrored.next().samples().contiguous().toFloats();
                    if (i >= 10) {
                        assertThat(resumed.next().samples().contiguous().toFloats())
                                .containsExactly(seen);
                    }
                    for (int image = 0; image < 10; image++) {
                        float[] one = Arrays.copyOfRange(as, image * 6, image * 6 + 6);
                        float[] other = Arrays.copyOfRange(seen, image * 6, image * 6 + 6);
                        if (!Arrays.equals(one, other)) {
                            turned++;
                            for (int row = 0; row < 6; row += 3) {
                                assertThat(other[row]).isEqualTo(one[row + 2]);
                                assertThat(other[row + 1]).isEqualTo(one[row + 1]);
                                assertThat(other[row + 2]).isEqualTo(one[row]);
                            }
                        }
                    }
                }
            }
            assertThat(turned).isBetween(75, 125);
        }
    }
}
