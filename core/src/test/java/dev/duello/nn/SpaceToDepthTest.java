package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions over blocks against libtorch's own: values, gradients, and gradients of gradients. */
class SpaceToDepthTest {
    @ParameterizedTest
    @CsvSource({"1, 8, 8", "3, 6, 10", "4, 2, 2"})
    void the_convolution_equals_the_usual_form(int channels, int height, int width) {
        EqualForms.assertConvolution(SpaceToDepth::convolution, 5, channels, height, width);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "3, 3, 5", "4, 1, 1"})
    void the_transposed_convolution_equals_the_usual_form(int channels, int height, int width) {
        EqualForms.assertTransposed(SpaceToDepth::transposed, 10, channels, height, width);
    }

    @Test
    void only_what_it_is_made_for_suits() {
        try (var _ = TensorScope.open()) {
            Tensor images = new RandomStream("blocks", 3).normal(Device.CPU, 1, 3, 8, 8);
            assertThat(SpaceToDepth.suits(3, images)).isTrue();
            assertThat(SpaceToDepth.suits(64, images)).isFalse();
        }
    }
}
