package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.source.Datasets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusteredImagesTest {
    /** Dark, bright, and half and half: in tenths 5, 3 and 2, in a random order, with noise. */
    private static Dataset threeKinds(int channels, int height, int width, int count, List<Integer> kinds) {
        Random random = new Random(1);
        ImageFormat format = new ImageFormat(channels, height, width);
        byte[] pixels = new byte[count * format.bytes()];
        for (int i = 0; i < count; i++) {
            int kind = "0000011122".charAt((i * 7) % 10) - '0';
            kinds.add(kind);
            for (int p = 0; p < format.bytes(); p++) {
                boolean bright = kind == 1 || kind == 2 && p < format.bytes() / 2;
                pixels[i * format.bytes() + p] = (byte) ((bright ? 180 : 20) + random.nextInt(60));
            }
        }
        return Datasets.of("kinds", format, pixels, null, List.of());
    }

    @ParameterizedTest
    @CsvSource({"1, 16, 16, 100", "3, 20, 31, 60", "4, 5, 9, 40", "1, 8, 8, 7000"})
    void like_images_are_one_group_and_the_largest_group_comes_first(int channels, int height, int width, int count) {
        List<Integer> kinds = new ArrayList<>();
        try (ClusteredImages grouped = ClusteredImages.of(threeKinds(channels, height, width, count, kinds), 3)) {
            assertThat(grouped.classes()).containsExactly("group-0", "group-1", "group-2");
            for (int i = 0; i < count; i++) {
                assertThat(grouped.label(i)).as("image %d", i).isEqualTo(kinds.get(i));
            }
            assertThat(grouped.shares().get("group-0")).isCloseTo(0.5, within(0.01));
            assertThat(grouped.shares().get("group-1")).isCloseTo(0.3, within(0.01));
            assertThat(grouped.shares().get("group-2")).isCloseTo(0.2, within(0.01));
        }
    }

    @Test
    void more_groups_than_there_are_looks_are_no_groups() {
        byte[] pixels = new byte[50 * 256];
        pixels[0] = 100;
        try (ClusteredImages grouped =
                ClusteredImages.of(Datasets.of("alike", new ImageFormat(1, 16, 16), pixels, null, List.of()), 3)) {
            assertThat(grouped.classes()).isEmpty();
            assertThat(grouped.shares()).isEmpty();
            assertThat(grouped.label(0)).isEqualTo(-1);
        }
    }

    @Test
    void one_group_an_image_is_the_finest() {
        List<Integer> kinds = new ArrayList<>();
        try (ClusteredImages grouped = ClusteredImages.of(threeKinds(1, 16, 16, 12, kinds), 12)) {
            assertThat(IntStream.range(0, 12).map(grouped::label))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        }
    }

    @Test
    void the_images_are_those_below_and_so_is_their_identity() {
        ImageFormat format = new ImageFormat(1, 8, 8);
        byte[] pixels = new byte[4 * 64];
        new Random(2).nextBytes(pixels);
        Dataset labeled = Datasets.of("labeled", format, pixels, new int[] {0, 0, 0, 1}, List.of("a", "b"));
        try (ClusteredImages grouped = ClusteredImages.of(labeled, 2)) {
            assertThat(grouped.fingerprint()).isEqualTo(labeled.fingerprint());
            assertThat(grouped.size()).isEqualTo(4);
            assertThat(Samples.all(grouped)).isEqualTo(Samples.all(labeled));
            assertThat(grouped.classes()).containsExactly("group-0", "group-1");
        }
    }
}
