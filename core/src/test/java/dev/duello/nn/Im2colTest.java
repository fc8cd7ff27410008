package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions as matrix products against libtorch's own. */
class Im2colTest {
    @ParameterizedTest
    @CsvSource({"5, 8, 8", "3, 6, 10", "7, 2, 2", "5, 7, 7", "4, 6, 5", "3, 3, 8"})
    void the_convolution_equals_the_usual_form(int channels, int height, int width) {
        EqualForms.assertConvolution(Im2col::convolution, 6, channels, height, width);
    }

    @ParameterizedTest
    @CsvSource({"5, 4, 4", "3, 3, 5", "7, 1, 1"})
    void the_transposed_convolution_equals_the_usual_form(int channels, int height, int width) {
        EqualForms.assertTransposed(Im2col::transposed, 6, channels, height, width);
    }

    @Test
    void only_what_it_is_made_for_suits() {
        try (var _ = TensorScope.open()) {
            Tensor maps = new RandomStream("windows", 3)
                    .normal(Device.CPU, 1, 32, 8, 8)
                    .to(DType.BFLOAT16);
            assertThat(Im2col.suits(4, 4, 32, maps)).isTrue();
            assertThat(Im2col.suits(5, 4, 32, maps)).isFalse();
            assertThat(Im2col.suits(4, 4, 31, maps)).isFalse();
            assertThat(Im2col.suits(4, 4, 32, maps.to(DType.FLOAT32))).isFalse();
        }
    }
}
