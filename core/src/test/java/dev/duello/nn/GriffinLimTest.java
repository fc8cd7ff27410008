package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GriffinLimTest {
    private static final int LENGTH = 1024;
    private static final int WINDOW = 64;
    private static final int HOP = 16;
    private static final int BINS = WINDOW / 2;
    private static final int COLUMNS = LENGTH / HOP;

    private static float[] run(Shape in, List<Layer> layers, float[] values) {
        Architecture architecture = new Architecture(in, layers, Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
            Tensor result = network.forward(Tensors.of(values, in.batch(1)), Mode.EVALUATE);
            assertThat(result.shape()).containsExactly(architecture.output().batch(1));
            return result.toFloats();
        }
    }

    private static float[] spectrogram(float[] sound) {
        return run(Shape.of(1, LENGTH), List.of(new Spectrogram(WINDOW, HOP)), sound);
    }

    private static float[] sound(float[] spectrogram, int iterations) {
        return run(Shape.of(1, BINS, COLUMNS), List.of(new GriffinLim(WINDOW, HOP, iterations)), spectrogram);
    }

    /** A tone that rises, swells and fades, above a little noise. */
    private static float[] glide() {
        Random random = new Random(1);
        float[] sound = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            double swell = Math.sin(Math.PI * i / LENGTH);
            sound[i] = (float) (0.5 * swell * Math.sin(0.2 * i + 0.0004 * i * i) + 0.01 * random.nextGaussian());
        }
        return sound;
    }

    private static double[] amplitudes(float[] spectrogram) {
        double[] amplitudes = new double[spectrogram.length];
        for (int i = 0; i < amplitudes.length; i++) {
            amplitudes[i] = Math.sqrt(Math.max(0, Math.exp((spectrogram[i] - 1) / Spectrogram.SCALE) - 1e-8));
        }
        return amplitudes;
    }

    /** The norm of what differs, as a share of the norm of what was wanted. */
    private static double convergence(float[] wanted, float[] reached) {
        double[] a = amplitudes(wanted);
        double[] b = amplitudes(reached);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += a[i] * a[i];
        }
        return Math.sqrt(difference / norm);
    }

    @Test
    void a_sound_of_a_spectrogram_has_that_spectrogram_the_more_the_longer_phases_are_estimated() {
        float[] wanted = spectrogram(glide());

        double first = convergence(wanted, spectrogram(sound(wanted, 1)));
        double later = convergence(wanted, spectrogram(sound(wanted, 16)));
        double last = convergence(wanted, spectrogram(sound(wanted, 64)));

        assertThat(first).isBetween(0.15, 0.8);
        assertThat(later).isLessThan(0.6 * first);
        assertThat(last).isLessThan(later).isLessThan(0.1);
    }

    @Test
    void with_the_right_phases_one_way_back_gives_the_sound_itself() {
        // The steps of the layer by sums in double precision, with phases that are known.
        float[] sound = glide();
        GriffinLim layer = new GriffinLim(WINDOW, HOP, 1);
        float[] toParts = new Spectrogram(WINDOW, HOP).waves();
        float[] toSounds = layer.waves();
        float[] overlap = layer.overlap(COLUMNS);
        double[] back = new double[LENGTH];
        for (int column = 0; column < COLUMNS; column++) {
            for (int part = 0; part < WINDOW; part++) {
                double sum = 0;
                for (int i = 0; i < WINDOW; i++) {
                    int at = column * HOP + i - layer.margin();
                    sum += at < 0 || at >= LENGTH ? 0 : toParts[part * WINDOW + i] * sound[at];
                }
                for (int i = 0; i < WINDOW; i++) {
                    int at = column * HOP + i - layer.margin();
                    if (at >= 0 && at < LENGTH) {
                        back[at] += toSounds[part * WINDOW + i] * sum / overlap[at];
                    }
                }
            }
        }
        // What was at half of the rate, a spectrogram leaves out: of the noise, hundredths.
        for (int i = 0; i < LENGTH; i++) {
            assertThat(back[i]).isEqualTo(sound[i], within(0.02));
        }
    }

    @Test
    void silence_stays_silent_and_equal_spectrograms_sound_equal() {
        float[] silence = new float[BINS * COLUMNS];
        Arrays.fill(silence, -1);
        for (float sample : sound(silence, 4)) {
            assertThat(sample).isEqualTo(0f, within(1e-5f));
        }
        float[] wanted = spectrogram(glide());
        assertThat(sound(wanted, 4)).isEqualTo(sound(wanted, 4));
    }

    @ParameterizedTest
    @CsvSource({"7, 2, 1", "8, 3, 1", "8, 6, 1", "8, 0, 1", "8, 2, 0"})
    void what_cannot_be_is_refused(int window, int hop, int iterations) {
        assertThatThrownBy(() -> new GriffinLim(window, hop, iterations)).isInstanceOf(ShapeException.class);
    }

    @Test
    void spectrograms_of_another_window_are_refused() {
        assertThatThrownBy(() -> new GriffinLim(8, 2, 1).outputShape(Shape.of(1, 5, 9)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("4 frequencies");
        assertThat(new GriffinLim(8, 2, 1).outputShape(Shape.of(1, 4, 9))).isEqualTo(Shape.of(1, 18));
    }
}
