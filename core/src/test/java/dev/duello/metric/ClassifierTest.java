package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.image.ImageFormat;
import dev.duello.network.ConvClassifier;
import dev.duello.nn.Architecture;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
    @TempDir
    private Path folder;

    @Test
    void it_comes_back_from_its_file() throws IOException {
        Path file = folder.resolve("c.safetensors");
        Architecture architecture = ConvClassifier.architecture(Shape.of(1, 8, 8), 4, 2);
        try (var _ = TensorScope.open();
                Network network =
                        Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1))) {
            Classifier.save(file, architecture, network.parameters().byName(), List.of("upper", "lower"));
            Tensor images = new RandomStream("images", 1).uniform(Device.CPU, -1, 1, 5, 1, 8, 8);
            try (Classifier classifier = Classifier.open(file, Device.CPU, Precision.FP32);
                    Classifier original = new Classifier(
                            Network.initialized(
                                    architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1)),
                            List.of("upper", "lower"))) {
                assertThat(classifier.classes()).containsExactly("upper", "lower");
                assertThat(classifier.format()).isEqualTo(new ImageFormat(1, 8, 8));
                assertThat(classifier.features(images).shape()).containsExactly(5, 128);
                assertThat(classifier.logits(images).toFloats())
                        .containsExactly(original.logits(images).toFloats());
            }
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
