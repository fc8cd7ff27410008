package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.gan.GanSettings;
import dev.duello.learn.SettingException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the default preset makes of images; the guide says why. */
class AutoPresetTest {
    private static final ImageFormat GRAY = new ImageFormat(1, 16, 16);

    private static Experiment look(ImageFormat format, int count, boolean labeled, Map<String, String> settings) {
        byte[] pixels = new byte[count * format.bytes()];
        new Random(3).nextBytes(pixels);
        int[] labels = new int[count];
        labels[0] = 1;
        try (Dataset images = Datasets.of(
                "noise", format, pixels, labeled ? labels : null, labeled ? List.of("a", "b") : List.of())) {
            return ExperimentReader.readFor(images, null, settings);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 28, 28, 1", "3, 32, 32, 3", "1, 64, 64, 4", "3, 64, 64, 12", "4, 16, 16, 1", "3, 128, 96, 37"})
    void the_larger_an_image_the_dearer_is_a_slope(int channels, int height, int width, double r1) {
        Experiment experiment = look(new ImageFormat(channels, height, width), 3, false, Map.of());
        assertThat(gan(experiment).penalty().r1().at(0.5)).isEqualTo(r1);
    }

    @ParameterizedTest
    @CsvSource({"100, 2", "475, 4", "2000, 20", "9000, 20"})
    void images_that_nobody_sorted_are_grouped(int count, int groups) {
        DataSettings data = look(GRAY, count, false, Map.of()).data();
        assertThat(data.labels()).isEqualTo("cluster");
        assertThat(data.clusters()).isEqualTo(groups);
        assertThat(data.classes()).hasSize(groups).containsKey("group-0");
    }

    @Test
    void images_with_classes_keep_them() {
        DataSettings data = look(GRAY, 100, true, Map.of()).data();
        assertThat(data.labels()).isEqualTo("use");
        assertThat(data.classes()).containsExactly(Map.entry("a", 0.99), Map.entry("b", 0.01));
    }

    @Test
    void images_that_are_all_alike_have_no_groups() {
        try (Dataset images = Datasets.of("black", GRAY, new byte[256 * 100], null, List.of())) {
            DataSettings data = ExperimentReader.readFor(images, null, Map.of()).data();
            assertThat(data.labels()).isEqualTo("ignore");
            assertThat(data.classes()).isEmpty();
        }
    }

    @Test
    void more_groups_than_there_are_images_are_refused() {
        assertThatThrownBy(() -> look(GRAY, 10, false, Map.of("data.labels", "cluster", "data.clusters", "11")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'noise' has too few or too similar images for 11 groups");
    }

    @Test
    void few_images_are_augmented_and_many_are_not() {
        assertThat(gan(look(GRAY, 9_999, false, Map.of())).augmentation().translation())
                .isTrue();
        assertThat(gan(look(GRAY, 10_000, false, Map.of())).augmentation().translation())
                .isFalse();
    }

    @Test
    void a_large_image_gets_half_of_the_width() {
        assertThat(gan(look(new ImageFormat(1, 64, 64), 3, false, Map.of()))
                        .generator()
                        .width())
                .isEqualTo(64);
        assertThat(gan(look(new ImageFormat(1, 64, 80), 3, false, Map.of()))
                        .generator()
                        .width())
                .isEqualTo(32);
    }

    @Test
    void whoever_knows_better_is_obeyed() {
        Experiment experiment = look(GRAY, 100, false, Map.of("data.labels", "ignore", "penalty.r1", "7"));
        assertThat(experiment.data().labels()).isEqualTo("ignore");
        assertThat(gan(experiment).penalty().r1().at(0)).isEqualTo(7);
    }

    private static GanSettings gan(Experiment experiment) {
        return (GanSettings) experiment.settings();
    }
}
