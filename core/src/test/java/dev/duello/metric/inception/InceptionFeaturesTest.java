package dev.duello.metric.inception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.image.ImageFormat;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Safetensors;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InceptionFeaturesTest {
    @TempDir
    Path folder;

    @Test
    void many_images_give_what_each_of_them_gives() throws IOException {
        Path file = folder.resolve("inception.safetensors");
        try (var _ = TensorScope.open()) {
            Safetensors.write(file, Formula.weights(), Map.of());
        }
        long before = Torch.liveObjects();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined();
                InceptionFeatures network =
                        InceptionFeatures.open(file, InceptionResize.CLEAN, Device.CPU, Precision.FP32)) {
            assertThat(network.name()).matches("inception-[0-9a-f]{12}-clean");
            int count = 18;
            MemorySegment pixels = arena.allocate(count * 64L);
            for (int i = 0; i < count; i++) {
                pixels.asSlice(i * 64L, 64).fill((byte) (i * 14));
            }
            ImageFormat format = new ImageFormat(1, 8, 8);
            Tensor all = network.features(pixels, count, format);
            assertThat(all.shape()).containsExactly(count, network.dimensions());
            assertThat(network.logits(all).shape()).containsExactly(count, network.classes());
            for (int i : new int[] {0, 15, 16, 17}) {
                Tensor one = network.features(pixels.asSlice(i * 64L), 1, format);
                double distance =
                        one.subtract(all.narrow(0, i, 1)).square().mean().item();
                assertThat(Math.sqrt(distance)).isLessThan(1e-5);
            }
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }
}
