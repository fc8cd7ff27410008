package dev.duello.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {
    private static Architecture generator(Shape sample, Normalization normalization, int classes) {
        return NetworkFamily.SLICES.generator(sample, new GeneratorConfig(6, 8, 1, normalization, classes));
    }

    private static Network network(Architecture architecture) {
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 1));
    }

    @ParameterizedTest
    @CsvSource({"1,32,32,32,BATCH", "4,16,16,16,BATCH", "3,5,32,24,SPECTRAL", "3,16,28,28,NONE"})
    void real_passes_agree_with_the_shapes(
            int channels, int slices, int height, int width, Normalization normalization) {
        Shape sample = Shape.of(channels, slices, height, width);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network making = network(generator(sample, normalization, 0));
                Network judge = network(NetworkFamily.SLICES.discriminator(
                        sample, new DiscriminatorConfig(2, 1, normalization, true, 3)));
                Network encoding =
                        network(NetworkFamily.SLICES.encoder(sample, new EncoderConfig(7, 2, 1, normalization)))) {
            Tensor samples = making.forward(new RandomStream("z", 1).normal(Device.CPU, 4, 6), Mode.TRAIN);
            assertThat(samples.shape()).containsExactly(sample.batch(4));
            assertThat(judge.forward(samples, Mode.TRAIN).shape()).containsExactly(4, 3);
            assertThat(encoding.forward(samples, Mode.TRAIN).shape()).containsExactly(4, 7);
        }
        assertThat(generator(sample, normalization, 3).classes()).isEqualTo(3);
    }

    @Test
    void each_slice_is_a_channel_of_the_last_convolution() {
        int slices = 4;
        Shape sample = Shape.of(2, slices, 16, 16);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off();
                Network network = network(generator(sample, Normalization.NONE, 0))) {
            // The last weights and biases are those of the convolution to slices.
            for (Map.Entry<String, Tensor> each : network.parameters().byName().entrySet()) {
                if (each.getValue().size(0) == 2 * slices) {
                    each.getValue().narrow(0, slices + 2, 1).fill_(0);
                }
            }
            float[] values = network.forward(new RandomStream("z", 1).normal(Device.CPU, 1, 6), Mode.EVALUATE)
                    .contiguous()
                    .toFloats();
            int plane = 16 * 16;
            for (int slice = 0; slice < 2 * slices; slice++) {
                double sum = 0;
                for (int i = 0; i < plane; i++) {
                    sum += Math.abs(values[slice * plane + i]);
                }
                // The third slice of the second channel.
                assertThat(sum == 0).as("slice %d", slice).isEqualTo(slice == slices + 2);
            }
        }
    }

    @Test
    void small_slices_are_refused() {
        assertThat(NetworkFamily.takesSlices(Shape.of(1, 8, 16, 16))).isTrue();
        assertThat(NetworkFamily.takesSlices(Shape.of(1, 16, 16, 8))).isFalse();
        assertThat(NetworkFamily.takesSlices(Shape.of(1, 16, 16))).isFalse();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> generator(Shape.of(1, 8, 8, 8), Normalization.BATCH, 0))
                .withMessageContaining("8x8");
    }
}
