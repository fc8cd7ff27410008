package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.Differences;
import dev.duello.nn.Schedule;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmenterTest {
    private static final int HEIGHT = 16;
    private static final int WIDTH = 24;
    private static final int PIXELS = HEIGHT * WIDTH;

    @Test
    void at_probability_zero_nothing_changes_and_nothing_is_drawn() {
        try (var _ = TensorScope.open()) {
            var augmenter = augmenter(new Augmentation(true, true, true, Schedule.constant(0), 0));
            Tensor images = images(4, 3);
            assertThat(augmenter.draw(images.shape(), 0).apply(images, 0)).isSameAs(images);
            assertThat(augmenter.position()).isZero();
            assertThat(augmenter(always(false, false, false))
                            .draw(images.shape(), 0)
                            .apply(images, 0))
                    .isSameAs(images);
        }
    }

    @Test
    void translation_moves_by_whole_pixels_and_blanks_what_came_from_outside() {
        try (var _ = TensorScope.open()) {
            Tensor images = images(60, 2);
            float[] before = images.toFloats();
            float[] after = augmenter(always(true, false, false))
                    .draw(images.shape(), 0)
                    .apply(images, 0)
                    .toFloats();
            Set<Integer> downs = new HashSet<>();
            Set<Integer> rights = new HashSet<>();
            for (int n = 0; n < 60; n++) {
                int found = 0;
                // An eighth of each side: two rows, three columns. One pixel more must not explain any image.
                for (int down = -3; down <= 3; down++) {
                    for (int right = -4; right <= 4; right++) {
                        if (isMoved(before, after, n, down, right)) {
                            found++;
                            downs.add(down);
                            rights.add(right);
                        }
                    }
                }
                assertThat(found).isEqualTo(1);
            }
            assertThat(downs).containsExactlyInAnyOrder(-2, -1, 0, 1, 2);
            assertThat(rights).containsExactlyInAnyOrder(-3, -2, -1, 0, 1, 2, 3);
        }
    }

    private static boolean isMoved(float[] before, float[] after, int n, int down, int right) {
        for (int channel = 0; channel < 2; channel++) {
            int start = (n * 2 + channel) * PIXELS;
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int fromY = y - down;
                    int fromX = x - right;
                    boolean inside = fromY >= 0 && fromY < HEIGHT && fromX >= 0 && fromX < WIDTH;
                    float expected = inside ? before[start + fromY * WIDTH + fromX] : 0;
                    if (after[start + y * WIDTH + x] != expected) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    @Test
    void cutout_blanks_a_rectangle_of_half_the_sides() {
        try (var _ = TensorScope.open()) {
            Tensor images = images(200, 2);
            float[] before = images.toFloats();
            float[] after = augmenter(always(false, true, false))
                    .draw(images.shape(), 0)
                    .apply(images, 0)
                    .toFloats();
            int whole = 0;
            for (int n = 0; n < 200; n++) {
                int top = HEIGHT;
                int bottom = -1;
                int left = WIDTH;
                int right = -1;
                int blank = 0;
                for (int i = 0; i < PIXELS; i++) {
                    int at = n * 2 * PIXELS + i;
                    boolean cut = after[at] == 0;
                    assertThat(after[at + PIXELS] == 0).isEqualTo(cut);
                    if (cut) {
                        blank++;
                        top = Math.min(top, i / WIDTH);
                        bottom = Math.max(bottom, i / WIDTH);
                        left = Math.min(left, i % WIDTH);
                        right = Math.max(right, i % WIDTH);
                    } else {
                        assertThat(after[at]).isEqualTo(before[at]);
                        assertThat(after[at + PIXELS]).isEqualTo(before[at + PIXELS]);
                    }
                }
                int height = bottom - top + 1;
                int width = right - left + 1;
                assertThat(blank).isEqualTo(height * width);
                // Its center lies in the image, so that at least about a quarter of it does.
                assertThat(height).isBetween(HEIGHT / 4, HEIGHT / 2);
                assertThat(width).isBetween(WIDTH / 4, WIDTH / 2);
                whole += height == HEIGHT / 2 && width == WIDTH / 2 ? 1 : 0;
            }
            assertThat(whole).isBetween(20, 180);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void color_changes_brightness_saturation_and_contrast(int channels) {
        try (var _ = TensorScope.open()) {
            int count = 50;
            Tensor images = images(count, channels);
            float[] before = images.toFloats();
            float[] after = augmenter(always(false, false, true))
                    .draw(images.shape(), 0)
                    .apply(images, 0)
                    .toFloats();
            double[] brightness = new double[count];
            double[] contrast = new double[count];
            double[] saturation = new double[count];
            for (int n = 0; n < count; n++) {
                double[] grayBefore = gray(before, n, channels);
                double[] grayAfter = gray(after, n, channels);
                double meanBefore = mean(grayBefore);
                brightness[n] = mean(grayAfter) - meanBefore;
                contrast[n] = (grayAfter[0] - mean(grayAfter)) / (grayBefore[0] - meanBefore);
                int start = n * channels * PIXELS;
                double factor = (after[start] - grayAfter[0]) / (before[start] - grayBefore[0]);
                saturation[n] = channels == 1 ? 1 : factor / contrast[n];
                // One factor each, for all pixels and channels of an image.
                for (int i = 0; i < PIXELS; i++) {
                    double expectedGray = contrast[n] * (grayBefore[i] - meanBefore) + meanBefore + brightness[n];
                    assertThat(grayAfter[i]).isCloseTo(expectedGray, within(1e-4));
                    for (int channel = 0; channel < channels; channel++) {
                        int at = start + channel * PIXELS + i;
                        double expected = contrast[n] * saturation[n] * (before[at] - grayBefore[i]) + expectedGray;
                        assertThat((double) after[at]).isCloseTo(expected, within(1e-3));
                    }
                }
            }
            assertSpread(brightness, -0.5, 0.5);
            assertSpread(contrast, 0.5, 1.5);
            if (channels == 3) {
                assertSpread(saturation, 0, 2);
            } else {
                // Gray has no saturation, and transparency is no color.
                for (double factor : saturation) {
                    assertThat(factor).isCloseTo(1, within(1e-3));
                }
            }
        }
    }

    private static void assertSpread(double[] values, double low, double high) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double range = high - low;
        assertThat(least).isBetween(low - 1e-3, low + range / 5);
        assertThat(most).isBetween(high - range / 5, high + 1e-3);
    }

    private static double[] gray(float[] values, int image, int channels) {
        double[] gray = new double[PIXELS];
        for (int i = 0; i < channels * PIXELS; i++) {
            gray[i % PIXELS] += values[image * channels * PIXELS + i] / channels;
        }
        return gray;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void reals_and_fakes_are_changed_alike_only_on_average() {
        try (var _ = TensorScope.open()) {
            var augmenter = augmenter(new Augmentation(false, true, false, Schedule.constant(0.3), 0));
            Tensor same = images(2000, 1);
            float[] before = same.toFloats();
            float[] reals = augmenter.draw(same.shape(), 0).apply(same, 0).toFloats();
            float[] fakes = augmenter.draw(same.shape(), 0).apply(same, 0).toFloats();
            assertThat(fakes).isNotEqualTo(reals);
            // 600 of 2000 are expected; four standard deviations are 82.
            assertThat(changed(before, reals)).isCloseTo(600, within(82));
            assertThat(changed(before, fakes)).isCloseTo(600, within(82));
        }
    }

    private static int changed(float[] before, float[] after) {
        int changed = 0;
        for (int n = 0; n < before.length / PIXELS; n++) {
            boolean differs = false;
            for (int i = n * PIXELS; i < (n + 1) * PIXELS; i++) {
                differs |= before[i] != after[i];
            }
            changed += differs ? 1 : 0;
        }
        return changed;
    }

    @Test
    void gradients_of_gradients_pass() {
        try (var _ = TensorScope.open()) {
            var augmenter = augmenter(always(true, true, true));
            Tensor images = images(3, 3);
            double[] weights = new RandomStream("weights", 1)
                    .normal(Device.CPU, 2 * 3 * 9)
                    .multiply(0.3)
                    .toDoubles();
            Tensor trained = Tensors.of(floats(weights), 2, 3, 3, 3).requiresGradient_(true);
            double[] found = Autograd.gradients(penalty(augmenter, images, trained), List.of(trained), false)
                    .getFirst()
                    .toDoubles();
            double[] expected = Differences.of(
                    weights,
                    0.01,
                    moved -> penalty(augmenter, images, Tensors.of(floats(moved), 2, 3, 3, 3))
                            .item());
            double largest = 0;
            for (double each : expected) {
                largest = Math.max(largest, Math.abs(each));
            }
            assertThat(largest).isGreaterThan(1);
            // float32: rounding of a value of some hundreds over a step of 0.02.
            assertThat(found).containsExactly(expected, within(0.01 * largest));
        }
    }

    /** Steepness of a small network behind the same changes each time. */
    private static Tensor penalty(Augmenter augmenter, Tensor images, Tensor weights) {
        augmenter.restore(0, 0);
        Tensor watched = images.detach().requiresGradient_(true);
        Tensor seen = augmenter.draw(watched.shape(), 0).apply(watched, 0);
        Tensor logits = Functions.tanh(Functions.convolution(seen, weights, null, new long[] {2, 2}, new long[2], 1))
                .sum(1, 2, 3);
        return GradientPenalties.zeroCentered(logits, watched).mean();
    }

    @Test
    void an_adaptive_probability_rises_falls_and_stays_below_its_cap() {
        var augmenter = augmenter(new Augmentation(true, false, false, Schedule.constant(0.4), 0.6));
        assertThat(augmenter.probability(0)).isZero();
        augmenter.adapt(0.9, 50_000);
        assertThat(augmenter.probability(0)).isCloseTo(0.1, within(1e-12));
        augmenter.adapt(0.6, 50_000);
        assertThat(augmenter.probability(0)).as("as sure as wanted").isCloseTo(0.1, within(1e-12));
        augmenter.adapt(0.2, 20_000);
        assertThat(augmenter.probability(0)).isCloseTo(0.06, within(1e-12));
        augmenter.adapt(-0.5, 1_000_000);
        assertThat(augmenter.probability(0)).isZero();
        augmenter.adapt(0.9, 10_000_000);
        assertThat(augmenter.probability(0)).isEqualTo(0.4);
        augmenter.adapt(0.2, 50_000);
        assertThat(augmenter.probability(0)).as("no debt above the cap").isCloseTo(0.3, within(1e-12));
    }

    @Test
    void a_probability_that_does_not_adapt_follows_its_schedule() {
        var augmenter = augmenter(new Augmentation(true, false, false, new Schedule(0.8, 0.2), 0));
        augmenter.adapt(0.9, 1_000_000);
        assertThat(augmenter.probability(0)).isEqualTo(0.8);
        assertThat(augmenter.probability(0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(augmenter.probability(1)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void a_restored_augmenter_continues_to_the_bit() {
        try (var _ = TensorScope.open()) {
            var settings = new Augmentation(true, true, true, Schedule.constant(0.9), 0.6);
            var straight = augmenter(settings);
            Tensor images = images(8, 3);
            straight.adapt(1, 300_000);
            straight.draw(images.shape(), 0).apply(images, 0);
            straight.draw(images.shape(), 0).apply(images, 0);
            var resumed = augmenter(settings);
            resumed.restore(straight.position(), straight.adaptedImages());
            assertThat(resumed.probability(0))
                    .isEqualTo(straight.probability(0))
                    .isEqualTo(0.6);
            assertThat(resumed.draw(images.shape(), 0).apply(images, 0).toFloats())
                    .containsExactly(
                            straight.draw(images.shape(), 0).apply(images, 0).toFloats())
                    .isNotEqualTo(images.toFloats());
        }
    }

    private static Augmentation always(boolean translation, boolean cutout, boolean color) {
        return new Augmentation(translation, cutout, color, Schedule.constant(1), 0);
    }

    private static Augmenter augmenter(Augmentation settings) {
        return new Augmenter(settings, Device.CPU, new RandomStream("augmentation", 7));
    }

    private static Tensor images(int count, int channels) {
        return new RandomStream("images", 7).uniform(Device.CPU, -1, 1, count, channels, HEIGHT, WIDTH);
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
