package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.nn.Resample;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTest {
    private static final ClassifierTraining SHORT = new ClassifierTraining(4, 20, 2e-3, 0);

    @TempDir
    private Path folder;

    /** 200 images of 8x8 in two classes: the upper or the lower half is bright, under noise. */
    private static Dataset halves(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[200 * 64];
        int[] labels = new int[200];
        for (int i = 0; i < 200; i++) {
            labels[i] = random.nextInt(2);
            for (int p = 0; p < 64; p++) {
                int bright = (p < 32) == (labels[i] == 0) ? 120 : 40;
                pixels[i * 64 + p] = (byte) (bright + random.nextInt(100));
            }
        }
        return Datasets.of("halves", new ImageFormat(1, 8, 8), pixels, labels, List.of("upper", "lower"));
    }

    private static ClassifierTraining.Result train(Dataset images, Dataset test) {
        return SHORT.train(images, test, Device.CPU, Precision.FP32, (done, total, loss) -> {});
    }

    @Test
    void it_learns_and_comes_back_from_its_file() throws IOException {
        Path file = folder.resolve("c.safetensors");
        try (Dataset images = halves(0);
                Dataset test = halves(1)) {
            ClassifierTraining.Result result = train(images, test);
            try (Classifier classifier = result.classifier()) {
                assertThat(result.accuracy()).isGreaterThan(0.95);
                assertThat(result.testImages()).isEqualTo(200);
                classifier.save(file);
            }
            try (Classifier classifier = Classifier.open(file, Device.CPU, Precision.FP32)) {
                assertThat(classifier.classes()).containsExactly("upper", "lower");
                assertThat(classifier.format()).isEqualTo(images.format());
                assertThat(classifier.accuracy(test)).isEqualTo(result.accuracy());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "64, 64, 0",
        "28, 28, 0",
        "128, 128, 1",
        "256, 192, 2",
        "68, 40, 1",
        "100, 36, 1",
        "65, 80, 0",
        "16, 128, 0"
    })
    void large_images_are_halved_first(int height, int width, int halvings) {
        var layers = Classifier.architecture(Shape.of(3, height, width), 5).layers();
        assertThat(layers.stream().filter(Resample.class::isInstance)).hasSize(halvings);
        assertThat(layers.subList(0, halvings)).allMatch(Resample.class::isInstance);
    }

    @Test
    void without_a_test_part_a_tenth_is_held_out() {
        try (Dataset images = halves(0)) {
            ClassifierTraining.Result result =
                    SHORT.train(images, null, Device.CPU, Precision.FP32, (done, total, loss) -> {});
            result.classifier().close();
            assertThat(result.testImages()).isEqualTo(20);
        }
    }

    @Test
    void what_it_made_is_released() {
        Torch.load();
        long before = Torch.liveObjects();
        try (Dataset images = halves(0)) {
            train(images, images).classifier().close();
        }
        assertThat(Torch.liveObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void images_without_classes_are_refused() {
        try (Dataset images = Datasets.of("plain", new ImageFormat(1, 8, 8), new byte[64 * 100], null, List.of())) {
            assertThatThrownBy(() -> train(images, images))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("no classes to tell apart");
        }
    }

    @Test
    void another_file_is_refused_in_words() throws IOException {
        Path file = Files.writeString(folder.resolve("x.safetensors"), "nonsense that is long enough");
        assertThatThrownBy(() -> Classifier.open(file, Device.CPU, Precision.FP32))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.safetensors");
    }
}
