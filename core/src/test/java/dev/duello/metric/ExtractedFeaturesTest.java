package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of real images are computed once for the same data, network and count, and never mixed up. */
class ExtractedFeaturesTest {
    private static final ImageFormat FORMAT = new ImageFormat(1, 16, 16);
    private static final String PROPERTY = "duello.cache";

    @TempDir
    private Path cache;

    private final List<Long> looked = new ArrayList<>();
    private String before;
    private Dataset images;
    private FeatureNetwork network;

    @BeforeEach
    void open() {
        before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, cache.toString());
        images = noise(1);
        network = FeatureNetworks.open("random", images, EvaluationProgress.NONE);
    }

    @AfterEach
    void close() {
        network.close();
        images.close();
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    private static Dataset noise(long seed) {
        byte[] pixels = new byte[600 * FORMAT.bytes()];
        new Random(seed).nextBytes(pixels);
        return Datasets.of("noise", FORMAT, pixels, null, List.of());
    }

    private float[] look(Dataset set, int count) {
        looked.clear();
        try (var _ = TensorScope.open();
                ExtractedFeatures extracted =
                        ExtractedFeatures.ofReals(set, count, network, (part, done, total) -> looked.add(done))) {
            return extracted.features().toFloats();
        }
    }

    @Test
    void the_second_look_is_at_what_the_first_saw() {
        float[] first = look(images, 600);
        assertThat(looked).containsExactly(0L, 250L, 500L, 600L);

        assertThat(look(images, 600)).isEqualTo(first);
        assertThat(looked).isEmpty();
    }

    @Test
    void another_count_and_other_images_of_the_same_name_are_looked_at_anew() {
        float[] first = look(images, 300);

        look(images, 301);
        assertThat(looked).isNotEmpty();
        try (Dataset others = noise(2)) {
            assertThat(look(others, 300)).isNotEqualTo(first);
        }
        assertThat(looked).isNotEmpty();
    }

    @Test
    void a_damaged_file_is_made_anew() throws IOException {
        float[] first = look(images, 300);
        Path file;
        try (Stream<Path> files = Files.list(cache.resolve("features"))) {
            file = files.toList().getFirst();
        }
        for (byte[] damaged : List.of(new byte[0], "nonsense".getBytes(), cut(Files.readAllBytes(file)))) {
            Files.write(file, damaged);

            assertThat(look(images, 300)).isEqualTo(first);
            assertThat(looked).isNotEmpty();
            assertThat(look(images, 300)).isEqualTo(first);
            assertThat(looked).isEmpty();
        }
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }
}
