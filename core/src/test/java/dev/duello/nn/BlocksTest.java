package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions over blocks against libtorch's own: values, gradients, and gradients of gradients. */
class BlocksTest {
    private static final long[] TWO = {2, 2};
    private static final long[] ONE = {1, 1};

    @ParameterizedTest
    @CsvSource({"1, 8, 8", "3, 6, 10", "4, 2, 2"})
    void the_convolution_equals_the_usual_form(int channels, int height, int width) {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("blocks", 1);
            Tensor images =
                    random.normal(Device.CPU, 3, channels, height, width).channelsLast();
            Tensor weight = random.normal(Device.CPU, 5, channels, 4, 4);
            Tensor bias = random.normal(Device.CPU, 5);
            EqualForms.assertEqual(
                    Blocks::convolution,
                    (x, w, b) -> Functions.convolution(x, w, b, TWO, ONE, 1),
                    List.of(images, weight, bias));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "3, 3, 5", "4, 1, 1"})
    void the_transposed_convolution_equals_the_usual_form(int channels, int height, int width) {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("blocks", 2);
            Tensor maps = random.normal(Device.CPU, 3, 10, height, width).channelsLast();
            Tensor weight = random.normal(Device.CPU, 10, channels, 4, 4);
            Tensor bias = random.normal(Device.CPU, channels);
            EqualForms.assertEqual(
                    Blocks::transposed,
                    (x, w, b) -> Functions.convolutionTransposed(x, w, b, TWO, ONE, new long[2], 1),
                    List.of(maps, weight, bias));
        }
    }

    @Test
    void only_what_it_is_made_for_suits() {
        try (var _ = TensorScope.open()) {
            Tensor images = new RandomStream("blocks", 3).normal(Device.CPU, 1, 3, 8, 8);
            assertThat(Blocks.suit(4, 2, 1, 3, images)).isTrue();
            assertThat(Blocks.suit(3, 2, 1, 3, images)).isFalse();
            assertThat(Blocks.suit(4, 1, 1, 3, images)).isFalse();
            assertThat(Blocks.suit(4, 2, 0, 3, images)).isFalse();
            assertThat(Blocks.suit(4, 2, 1, 64, images)).isFalse();
            assertThat(Blocks.suit(4, 2, 1, 3, images.reshape(1, 3, 64))).isFalse();
        }
    }
}
