package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.image.Picture;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTranslationTest {
    /** Networks of tiles of 16x32 that must be whole, with results twice as large. */
    private record Fake(int channels, UnaryOperator<Tensor> made) implements Translator {
        @Override
        public Shape sourceShape() {
            return Shape.of(channels, 16, 32);
        }

        @Override
        public int factor() {
            return 2;
        }

        @Override
        public int multiple() {
            return 8;
        }

        @Override
        public boolean isRandom() {
            return false;
        }

        @Override
        public boolean fillsHoles() {
            return false;
        }

        @Override
        public int classes() {
            return 0;
        }

        @Override
        public Tensor translate(Tensor sources, @Nullable Tensor labels, RandomStream noise, Weights weights) {
            assertThat(sources.shape()).containsExactly(1, channels, 16, 32);
            return made.apply(Functions.enlarge2d(sources, 2));
        }
    }

    private static Picture noise(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        new Random(1).nextBytes(pixels);
        return new Picture(height, width, channels, pixels);
    }

    private static Picture translated(Picture source, int channels, UnaryOperator<Tensor> made) {
        return new ImageTranslation(new Fake(channels, made), Device.CPU, Weights.AVERAGE).translate(source, 0);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "16,32", "5,90", "100,3", "47,131", "17,33"})
    void what_passes_through_all_tiles_is_the_image_itself(int height, int width) {
        Picture source = noise(height, width, 4).withChannels(3).withChannels(4);
        Picture found = translated(source, 3, tile -> tile);
        assertThat(found.height()).isEqualTo(2 * height);
        assertThat(found.width()).isEqualTo(2 * width);
        assertThat(found.pixels()).isEqualTo(source.repeated(2).withChannels(3).pixels());
    }

    @Test
    void tiles_that_differ_fade_into_each_other() {
        Random random = new Random(3);
        Picture source = new Picture(100, 150, 4, new byte[100 * 150 * 4]);
        // Each tile has a brightness of its own: without fading, neighbors would differ by up to 255.
        Picture found = translated(
                source.withChannels(1).withChannels(4),
                1,
                tile -> tile.multiply(0).add(2 * random.nextDouble() - 1));
        int most = 0;
        for (int y = 1; y < found.height(); y++) {
            for (int x = 1; x < found.width(); x++) {
                int here = found.pixels()[y * found.width() + x] & 255;
                most = Math.max(most, Math.abs(here - (found.pixels()[y * found.width() + x - 1] & 255)));
                most = Math.max(most, Math.abs(here - (found.pixels()[(y - 1) * found.width() + x] & 255)));
            }
        }
        // Over four places of the source, each twice in the result.
        assertThat(most).isBetween(10, 255 / 4 + 40);
    }

    @Test
    void transparency_is_kept_and_opaque_images_stay_so() {
        Picture source = noise(20, 40, 4);
        Picture found = translated(source, 3, tile -> tile);
        assertThat(found.channels()).isEqualTo(4);
        Picture large = source.repeated(2);
        for (int i = 3; i < large.pixels().length; i += 4) {
            assertThat(found.pixels()[i]).isEqualTo(large.pixels()[i]);
        }
        assertThat(translated(source.withChannels(3).withChannels(4), 1, tile -> tile)
                        .channels())
                .isEqualTo(1);
    }

    @Test
    void large_images_need_no_more_than_the_result_and_a_band() {
        Picture source = new Picture(2000, 1500, 4, new byte[2000 * 1500 * 4]);
        assertThat(translated(source, 4, tile -> tile).height()).isEqualTo(4000);
    }
}
