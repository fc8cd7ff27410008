package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FoldedNormTest {
    static List<Arguments> layers() {
        return List.of(
                Arguments.of(new Conv(8, 3, 1, 1, false)),
                Arguments.of(new Conv(8, 4, 2, 1, true)),
                Arguments.of(new Conv(8, 3, 1, 1, 2, true)),
                Arguments.of(new ConvTranspose(8, 4, 2, 1, 0, false)),
                Arguments.of(new ConvTranspose(3, 4, 2, 1, 0, true)),
                Arguments.of(new UpsampleConv(8, false)));
    }

    /** With gradients, convolution and normalization are computed one after the other. */
    @ParameterizedTest
    @MethodSource("layers")
    void equals_the_normalization_behind_the_layer(Layer layer) {
        var architecture = new Architecture(
                Shape.of(4, 6, 6), List.of(layer, BatchNorm.DEFAULT, Activation.RELU), Initializer.HE_NORMAL);
        var random = new RandomStream("folded", 0);
        try (var _ = TensorScope.open();
                var network = Network.initialized(architecture, Device.CPU, Precision.FP32, random)) {
            unlikeAtTheStart(network, random);
            Tensor images = random.normal(Device.CPU, 5, 4, 6, 6);
            float[] apart = network.forward(images, Mode.EVALUATE).toFloats();
            float[] folded;
            try (var _ = GradientMode.off()) {
                folded = network.forward(images, Mode.EVALUATE).toFloats();
            }
            assertThat(folded).hasSameSizeAs(apart);
            double sum = 0;
            for (int i = 0; i < apart.length; i++) {
                assertThat(folded[i]).isCloseTo(apart[i], within(2e-5f * (1 + apart[i])));
                sum += apart[i];
            }
            assertThat(sum / apart.length).as("mean").isGreaterThan(0.05);
        }
    }

    /** Statistics, scales and shifts that training would have moved. */
    private static void unlikeAtTheStart(Network network, RandomStream random) {
        try (var _ = GradientMode.off()) {
            network.parameters().byName().forEach((name, tensor) -> {
                if (name.startsWith("1.") || name.endsWith("bias")) {
                    tensor.copyFrom_(random.uniform(Device.CPU, 0.5, 2, tensor.shape()));
                }
            });
            // Or a ReLU would let hardly anything through: running means are positive.
            network.parameters().named("1.batch-norm.bias").add_(1);
        }
    }
}
