package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which network measures which data, and what becomes of its file. */
@Tag("slow")
class FeatureNetworksTest {
    private static final String PROPERTY = "duello.cache";

    @TempDir
    private Path cache;

    private String before;

    @BeforeEach
    void use_a_fresh_cache() {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, cache.toString());
    }

    @AfterEach
    void put_the_cache_back() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    /** As many small images, in two classes that are easy to tell apart. */
    private static Dataset twoClasses(String name, int count) {
        Random random = new Random(1);
        byte[] pixels = new byte[count * 64];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int p = 0; p < 64; p++) {
                pixels[i * 64 + p] = (byte) (random.nextInt(100) + 100 * labels[i]);
            }
        }
        return Datasets.of(name, new ImageFormat(1, 8, 8), pixels, labels, List.of("dark", "bright"));
    }

    private static String open(Dataset images) {
        try (FeatureNetwork network = FeatureNetworks.open("auto", images, EvaluationProgress.NONE)) {
            return network.name() + ", " + network.classes() + " classes";
        }
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("features"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("classifier-"))
                    .toList()
                    .getFirst();
        }
    }

    @Test
    void images_that_only_bear_the_name_of_fashion_mnist_get_a_classifier_of_their_own() {
        try (Dataset images = twoClasses("fashion-mnist", 500)) {
            assertThat(open(images)).endsWith("2 classes");
        }
    }

    @Test
    void fashion_mnist_itself_gets_the_classifier_that_comes_along_at_once() {
        try (Dataset images = Datasets.open("fashion-mnist", LoadOptions.DEFAULT);
                FeatureNetwork network = FeatureNetworks.open("auto", images, (part, done, total) -> {
                    throw new AssertionError(part);
                })) {
            assertThat(network.classes()).isEqualTo(10);
        }
    }

    @Test
    void a_damaged_classifier_is_made_anew() throws IOException {
        try (Dataset images = twoClasses("two", 500)) {
            String first = open(images);
            byte[] whole = Files.readAllBytes(file());
            for (byte[] damaged : List.of(new byte[0], new byte[whole.length])) {
                Files.write(file(), damaged);
                assertThat(open(images)).isEqualTo(first);
                assertThat(file()).hasBinaryContent(whole);
            }
        }
        try (Stream<Path> files = Files.list(cache.resolve("features"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_shows_before_the_classifier_is_trained() throws IOException {
        Files.createFile(cache.resolve("features"));
        try (Dataset images = twoClasses("two", 500)) {
            assertThatThrownBy(() -> FeatureNetworks.open("auto", images, (part, done, total) -> {
                        throw new AssertionError(part);
                    }))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("features is a file, not a folder");
        }
    }

    @Test
    void what_would_be_refused_after_training_is_refused_before() {
        try (Dataset images = twoClasses("two", 35)) {
            assertThatThrownBy(() -> FeatureNetworks.check("classifier", images))
                    .isInstanceOf(DataException.class)
                    .hasMessage("two has only 31 images to train on; a step takes 32.");
            assertThatThrownBy(() -> FeatureNetworks.open("classifier", images, EvaluationProgress.NONE))
                    .hasMessage("two has only 31 images to train on; a step takes 32.");
        }
        try (Dataset images = twoClasses("two", 36)) {
            FeatureNetworks.check("classifier", images);
        }
    }
}
