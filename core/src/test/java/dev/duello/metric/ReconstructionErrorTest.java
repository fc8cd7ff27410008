package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ReconstructionErrorTest {
    private static MemorySegment bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return MemorySegment.ofArray(bytes);
    }

    @Test
    void it_is_the_mean_of_squares_as_a_share_of_the_largest() {
        ReconstructionError error = ReconstructionError.of(bytes(0, 255, 100, 7), bytes(51, 255, 49, 7), 2);

        assertThat(error.meanSquared()).isCloseTo(2 * 0.04 / 4, within(1e-12));
        // 10 log10(50)
        assertThat(error.psnr()).isCloseTo(16.989700043, within(1e-8));
    }

    @Test
    void equal_images_have_no_error_and_opposite_ones_the_largest() {
        assertThat(ReconstructionError.of(bytes(3, 200), bytes(3, 200), 1).psnr())
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ReconstructionError.of(bytes(0, 255), bytes(255, 0), 1)).isEqualTo(new ReconstructionError(1, 1));
        assertThat(ReconstructionError.of(bytes(0, 255), bytes(255, 0), 1).psnr())
                .isZero();
    }

    @Test
    void sides_of_different_length_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReconstructionError.of(bytes(1), bytes(1, 2), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ReconstructionError.of(bytes(), bytes(), 0));
    }
}
