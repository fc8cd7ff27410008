package dev.duello.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.HeldOut;
import dev.duello.data.ShuffledBatches;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
    private static final ImageFormat COLOR = new ImageFormat(3, 16, 24);
    private static final List<String> NAMES = Task.NAMES;

    private static byte[] noise(ImageFormat format) {
        byte[] image = new byte[format.bytes()];
        new Random(1).nextBytes(image);
        return image;
    }

    private static byte[] even(ImageFormat format, int... color) {
        byte[] image = new byte[format.bytes()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) color[i % color.length];
        }
        return image;
    }

    private static byte[] source(String task, byte[] image, ImageFormat format) {
        return Task.parse(task).source(image, format, new SplittableRandom(1));
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void a_source_has_the_format_that_was_promised_and_leaves_the_image_as_it_is(String name) {
        byte[] image = noise(COLOR);
        byte[] before = image.clone();
        assertThat(source(name, image, COLOR))
                .hasSize(Task.parse(name).sourceFormat(COLOR).bytes());
        assertThat(image).isEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void every_baseline_makes_an_image_of_the_wanted_format(String name) {
        Task task = Task.parse(name);
        byte[] source = source(name, noise(COLOR), COLOR);
        assertThat(task.baselines()).isNotEmpty();
        for (Baseline baseline : task.baselines()) {
            assertThat(baseline.method().apply(source, task.sourceFormat(COLOR), COLOR))
                    .as(baseline.name())
                    .hasSize(COLOR.bytes());
        }
    }

    @Test
    void colors_become_their_brightness() {
        assertThat(source("colorize", even(COLOR, 255, 0, 0), COLOR)).containsOnly(76);
        assertThat(source("colorize", even(COLOR, 255, 255, 255), COLOR)).containsOnly(255);
    }

    @Test
    void what_is_even_stays_so_when_it_is_made_smaller_or_blurred_and_has_no_edges() {
        byte[] image = even(COLOR, 10, 200, 90);
        assertThat(source("super-resolution:4", image, COLOR)).isEqualTo(even(new ImageFormat(3, 4, 6), 10, 200, 90));
        assertThat(source("deblur:2", image, COLOR)).isEqualTo(image);
        assertThat(source("edges", image, COLOR)).containsOnly(255);
    }

    @Test
    void an_edge_is_black_where_brightness_changes_and_only_there() {
        ImageFormat format = new ImageFormat(1, 4, 8);
        byte[] image = new byte[format.bytes()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i % 8 < 4 ? 0 : 255);
        }
        byte[] edges = source("edges", image, format);
        for (int i = 0; i < edges.length; i++) {
            assertThat(edges[i] & 255).isEqualTo(i % 8 == 3 || i % 8 == 4 ? 0 : 255);
        }
    }

    @Test
    void noise_has_the_standard_deviation_that_was_asked_for() {
        ImageFormat format = new ImageFormat(1, 128, 128);
        byte[] noisy = source("denoise:12", even(format, 128), format);
        double squares = 0;
        for (byte value : noisy) {
            squares += Math.pow((value & 255) - 128, 2);
        }
        // Of 16,384 numbers it is known to half a per cent; rounding adds a twelfth to the variance.
        assertThat(Math.sqrt(squares / noisy.length)).isCloseTo(12, within(0.25));
    }

    @Test
    void a_hole_is_transparent_and_black_and_the_rest_opaque_and_as_it_was() {
        byte[] image = even(COLOR, 40, 80, 120);
        int holes = 0;
        for (int seed = 0; seed < 100; seed++) {
            byte[] source = Task.parse("inpaint").source(image, COLOR, new SplittableRandom(seed));
            int cut = 0;
            for (int i = 0; i < source.length; i += 4) {
                boolean isHole = source[i + 3] == 0;
                cut += isHole ? 1 : 0;
                assertThat(new int[] {source[i] & 255, source[i + 1] & 255, source[i + 2] & 255, source[i + 3] & 255})
                        .isEqualTo(isHole ? new int[4] : new int[] {40, 80, 120, 255});
            }
            assertThat(cut).isBetween(1, COLOR.height() * COLOR.width() - 1);
            holes += cut;
        }
        assertThat(holes / 100.0 / (16 * 24)).isBetween(0.1, 0.4);
    }

    @Test
    void diffusion_continues_a_slope_where_the_mean_does_not() {
        ImageFormat format = new ImageFormat(3, 9, 9);
        ImageFormat withHole = new ImageFormat(4, 9, 9);
        byte[] source = new byte[withHole.bytes()];
        for (int i = 0; i < 81; i++) {
            boolean isHole = i / 9 >= 3 && i / 9 < 6 && i % 9 >= 3 && i % 9 < 6;
            for (int channel = 0; channel < 3; channel++) {
                source[4 * i + channel] = (byte) (isHole ? 0 : 20 * (i % 9));
            }
            source[4 * i + 3] = (byte) (isHole ? 0 : 255);
        }
        byte[] filled = Filling.diffusion(source, withHole, format);
        byte[] even = Filling.mean(source, withHole, format);
        for (int x = 3; x < 6; x++) {
            // A slope solves the heat equation.
            assertThat((filled[3 * (4 * 9 + x)] & 255)).isCloseTo(20 * x, within(1));
            assertThat((even[3 * (4 * 9 + x)] & 255)).isCloseTo(80, within(1));
        }
    }

    @Test
    void the_same_sample_and_pass_give_the_same_source_in_the_whole_in_a_part_and_in_any_batch() {
        try (Dataset images = images();
                Dataset paired = TaskSources.of(images, Task.parse("inpaint"), 7)) {
            byte[] third = gathered(paired, 3, 0);
            assertThat(gathered(paired, 3, 0)).isEqualTo(third);
            assertThat(gathered(paired, 3, 1)).isNotEqualTo(third);
            assertThat(gathered(paired.subset(new int[] {5, 3}), 1, 0)).isEqualTo(third);
            try (Dataset other = TaskSources.of(images, Task.parse("inpaint"), 8)) {
                assertThat(gathered(other, 3, 0)).isNotEqualTo(third);
            }
            Dataset part = HeldOut.trainingPart(paired, 2, 0);
            assertThat(part.sources()).isNotNull();
            assertThat(part.heldOut().sources()).isNotNull();
            assertThat(paired.fingerprint()).isEqualTo(images.fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batches_bring_the_source_of_each_sample_mirrored_as_the_sample_is(boolean mirror) {
        try (Dataset images = images();
                Dataset paired = TaskSources.of(images, Task.parse("colorize"), 0);
                ShuffledBatches batches = new ShuffledBatches(paired, 4, 3, Device.CPU, mirror);
                var _ = TensorScope.open()) {
            for (int i = 0; i < 5; i++) {
                var batch = batches.next();
                assertThat(batch.sources().shape()).containsExactly(4, 1, 8, 8);
                float[] gray = batch.sources().toFloats();
                float[] color = batch.samples().toFloats();
                for (int n = 0; n < 4; n++) {
                    for (int at = 0; at < 64; at++) {
                        double expected = 0.299 * color[n * 192 + at]
                                + 0.587 * color[n * 192 + 64 + at]
                                + 0.114 * color[n * 192 + 128 + at];
                        assertThat((double) gray[n * 64 + at]).isCloseTo(expected, within(0.005));
                    }
                }
            }
        }
    }

    private static Dataset images() {
        ImageFormat format = new ImageFormat(3, 8, 8);
        byte[] pixels = new byte[6 * format.bytes()];
        new Random(3).nextBytes(pixels);
        return Datasets.of("noise", format, pixels, null, List.of());
    }

    private static byte[] gathered(Dataset paired, int index, long variant) {
        byte[] source = new byte[paired.sources().format().bytes()];
        paired.sources().gather(new int[] {index}, variant, MemorySegment.ofArray(source));
        return source;
    }

    @Test
    void what_is_no_task_or_does_not_suit_is_refused_in_a_sentence() {
        refused(() -> Task.parse("colourise"), "'colourise' is not a task; did you mean 'colorize'?");
        refused(() -> Task.parse("super-resolution:3"), "Images are enlarged 2, 4 or 8 times");
        refused(() -> Task.parse("denoise:"), "after the colon comes a number");
        refused(() -> Task.parse("denoise:-1"), "more than 0");
        refused(() -> Task.parse("edges:2"), "The task edges takes no number");
        refused(() -> Task.parse("colorize").sourceFormat(new ImageFormat(1, 8, 8)), "these are gray");
        refused(() -> Task.parse("inpaint").sourceFormat(new ImageFormat(4, 8, 8)), "must be opaque");
        refused(
                () -> Task.parse("super-resolution:4").sourceFormat(new ImageFormat(3, 18, 16)),
                "4 times smaller without a rest");
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThatExceptionOfType(DataException.class).isThrownBy(call).withMessageContaining(sentence);
    }
}
