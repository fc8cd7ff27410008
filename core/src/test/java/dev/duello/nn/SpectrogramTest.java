package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpectrogramTest {
    private static final int LENGTH = 256;
    private static final int WINDOW = 32;
    private static final int HOP = 16;
    private static final int BINS = 16;
    private static final int COLUMNS = 16;

    private static float[] spectrogram(float[] sound) {
        Architecture architecture =
                new Architecture(Shape.of(1, sound.length), List.of(new Spectrogram(WINDOW, HOP)), Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
            Tensor image = network.forward(Tensors.of(sound, 1, 1, sound.length), Mode.EVALUATE);
            assertThat(image.shape()).containsExactly(1, 1, BINS, COLUMNS);
            return image.toFloats();
        }
    }

    private static float[] sine(double amplitude, int bin) {
        float[] sound = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            sound[i] = (float) (amplitude * Math.sin(2 * Math.PI * bin * i / WINDOW + 0.3));
        }
        return sound;
    }

    @Test
    void a_sine_of_amplitude_1_is_1_at_its_frequency_and_40_decibels_are_1_as_well() {
        float[] loud = spectrogram(sine(1, 5));
        float[] soft = spectrogram(sine(0.1, 5));
        for (int column = 1; column < COLUMNS - 1; column++) {
            assertThat(loud[5 * COLUMNS + column]).isEqualTo(1f, within(1e-4f));
            assertThat(soft[5 * COLUMNS + column]).isEqualTo(0.5f, within(1e-4f));
            // A Hann window gives the neighbors half of the amplitude: 6.02 dB less.
            assertThat(loud[6 * COLUMNS + column]).isEqualTo(1 - 6.0206f / 40, within(1e-3f));
            assertThat(loud[12 * COLUMNS + column]).isLessThan(-0.9f);
        }
    }

    @Test
    void silence_is_minus_1() {
        assertThat(spectrogram(new float[LENGTH])).containsOnly(-1f);
    }

    @Test
    void columns_equal_transforms_computed_one_by_one() {
        float[] sound = new float[LENGTH];
        try (var _ = TensorScope.open()) {
            System.arraycopy(
                    new RandomStream("sound", 1).normal(Device.CPU, LENGTH).toFloats(), 0, sound, 0, LENGTH);
        }
        float[] found = spectrogram(sound);
        for (int column = 0; column < COLUMNS; column++) {
            int start = column * HOP - (WINDOW - HOP) / 2;
            for (int k = 0; k < BINS; k++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < WINDOW; i++) {
                    double sample = start + i < 0 || start + i >= LENGTH ? 0 : sound[start + i];
                    double windowed = sample * Math.pow(Math.sin(Math.PI * i / WINDOW), 2);
                    re += windowed * Math.cos(2 * Math.PI * k * i / WINDOW);
                    im -= windowed * Math.sin(2 * Math.PI * k * i / WINDOW);
                }
                double power = (re * re + im * im) * Math.pow(4.0 / WINDOW, 2);
                double wanted = Math.log10(power + 1e-8) / 4 + 1;
                assertThat((double) found[k * COLUMNS + column]).isEqualTo(wanted, within(1e-3));
            }
        }
    }

    @Test
    void gradients_equal_finite_differences() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(2, 40), new Spectrogram(8, 4), new Linear(3, true))) {
            // Loud, so that no logarithm is steep.
            Tensor sounds =
                    new RandomStream("sound", 1).normal(Device.CPU, 2, 2, 40).multiply(20);
            Gradients.check(network, sounds, Mode.TRAIN);
        }
    }

    @Test
    void impossible_windows_and_inputs_are_refused() {
        assertThatThrownBy(() -> new Spectrogram(7, 2)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new Spectrogram(8, 9)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new Spectrogram(8, 4).outputShape(Shape.of(1, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("does not fit 1×3");
        assertThatThrownBy(() -> new Spectrogram(8, 4).outputShape(Shape.of(1, 8, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("needs 1 spatial axis");
    }
}
