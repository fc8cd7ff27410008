package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridSpectrumTest {
    /** Soft blobs at random places, and a pattern of a period on top that fades with their brightness. */
    private static Tensor blobs(int height, int width, int period, double strength) {
        Random random = new Random(3);
        int count = 40;
        float[] pixels = new float[count * height * width];
        for (int i = 0; i < count; i++) {
            double centerY = random.nextDouble(height);
            double centerX = random.nextDouble(width);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double squared = Math.pow(y - centerY, 2) + Math.pow(x - centerX, 2);
                    double light = Math.exp(-squared / 60) + 0.005 * random.nextGaussian();
                    double pattern = period == 0 || y % period != 0 || x % period != 0 ? 0 : strength * light;
                    pixels[(i * height + y) * width + x] = (float) (2 * light - 1 + pattern);
                }
            }
        }
        return Tensors.of(pixels, count, 1, height, width);
    }

    @ParameterizedTest
    @CsvSource({"28, 28, 2", "28, 28, 4", "32, 32, 2", "32, 32, 4", "48, 64, 2", "48, 64, 4", "16, 16, 2"})
    void a_pattern_of_an_up_sampling_grid_stands_out(int height, int width, int period) {
        try (var _ = TensorScope.open()) {
            GridSpectrum clean = GridSpectrum.of(blobs(height, width, 0, 0));
            GridSpectrum patterned = GridSpectrum.of(blobs(height, width, period, 1));
            assertThat(patterned.relativeTo(clean)).isGreaterThan(4);
            assertThat(clean.relativeTo(clean)).isEqualTo(1);
        }
    }

    @Test
    void a_pattern_of_another_period_does_not() {
        try (var _ = TensorScope.open()) {
            GridSpectrum clean = GridSpectrum.of(blobs(32, 32, 0, 0));
            assertThat(GridSpectrum.of(blobs(32, 32, 3, 1)).relativeTo(clean)).isLessThan(3);
            assertThat(GridSpectrum.of(blobs(32, 32, 5, 1)).relativeTo(clean)).isLessThan(3);
        }
    }

    @Test
    void noise_stands_out_nowhere() {
        try (var _ = TensorScope.open()) {
            GridSpectrum noise = GridSpectrum.of(new RandomStream("noise", 5).normal(Device.CPU, 200, 1, 32, 32));
            // Of 600 to 1800 independent powers each: a few per cent off.
            assertThat(noise.prominences())
                    .allSatisfy(value -> assertThat(value).isBetween(0.85, 1.15));
        }
    }

    @Test
    void a_transposed_convolution_whose_kernel_its_stride_does_not_divide_leaves_its_mark() {
        try (var _ = TensorScope.open()) {
            Tensor small = blobs(16, 16, 0, 0);
            Tensor uneven = Functions.convolutionTransposed(
                    small, outer(1, 1, 1), null, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, 1);
            Tensor even = Functions.convolutionTransposed(
                    small, outer(1, 3, 3, 1), null, new long[] {2, 2}, new long[] {1, 1}, new long[] {0, 0}, 1);
            assertThat(GridSpectrum.of(uneven).prominences().getFirst())
                    .isGreaterThan(5 * GridSpectrum.of(even).prominences().getFirst());
        }
    }

    private static Tensor outer(float... row) {
        float[] kernel = new float[row.length * row.length];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = row[i / row.length] * row[i % row.length];
        }
        return Tensors.of(kernel, 1, 1, row.length, row.length);
    }

    @Test
    void images_too_small_for_it_are_like_any_others() {
        try (var _ = TensorScope.open()) {
            GridSpectrum tiny = GridSpectrum.of(Tensors.zeros(Device.CPU, 3, 1, 8, 8));
            assertThat(tiny.prominences()).isEmpty();
            assertThat(tiny.relativeTo(tiny)).isEqualTo(1);
        }
    }

    @Test
    void flat_images_give_finite_numbers() {
        try (var _ = TensorScope.open()) {
            GridSpectrum flat = GridSpectrum.of(Tensors.zeros(Device.CPU, 3, 1, 32, 32));
            assertThat(flat.relativeTo(flat)).isBetween(0.0, 2.0);
        }
    }
}
