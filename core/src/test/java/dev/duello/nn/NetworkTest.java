package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Architecture MIXED = new Architecture(
            Shape.of(2, 12, 8),
            List.of(
                    new Conv(8, 4, 2, 1, true),
                    BatchNorm.DEFAULT,
                    Activation.leakyRelu(0.2),
                    new ConvTranspose(4, 3, 2, 1, 1, false),
                    Activation.RELU,
                    new MaxPool(2),
                    new Linear(16, true),
                    Activation.TANH),
            Initializer.HE_NORMAL);

    @Test
    void bfloat16_output_is_float32_and_close_to_float32s() {
        try (var _ = TensorScope.open();
                var single = initialized(Precision.FP32);
                var half = initialized(Precision.BF16)) {
            Tensor input = new RandomStream("input", 1).normal(Device.CPU, 16, 2, 12, 8);
            for (Mode mode : Mode.values()) {
                Tensor output = half.forward(input, mode);
                assertThat(output.dtype()).isEqualTo(DType.FLOAT32);
                float[] expected = single.forward(input, mode).toFloats();
                float[] found = output.toFloats();
                double worst = 0;
                for (int i = 0; i < found.length; i++) {
                    worst = Math.max(worst, Math.abs(found[i] - expected[i]));
                }
                // bfloat16 keeps 8 bits, so equal outputs would mean that it was not used.
                assertThat(worst).as("largest difference, %s", mode).isBetween(1e-4, 0.05);
            }
            assertThat(half.parameters().trained().dtype()).isEqualTo(DType.FLOAT32);
        }
    }

    @Test
    void evaluation_treats_each_sample_alone_and_moves_nothing() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32)) {
            Tensor input = new RandomStream("input", 1).normal(Device.CPU, 6, 2, 12, 8);
            network.forward(input, Mode.TRAIN);
            float[] statistics = network.parameters().statistics().toFloats();
            float[] together =
                    network.forward(input, Mode.EVALUATE).narrow(0, 4, 1).toFloats();
            float[] alone =
                    network.forward(input.narrow(0, 4, 1), Mode.EVALUATE).toFloats();
            assertThat(alone).containsExactly(together, within(1e-6f));
            assertThat(network.parameters().statistics().toFloats()).containsExactly(statistics);
        }
    }

    @Test
    void training_moves_the_running_statistics() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32)) {
            float[] before = network.parameters().statistics().toFloats();
            network.forward(new RandomStream("input", 1).normal(Device.CPU, 6, 2, 12, 8), Mode.TRAIN);
            assertThat(network.parameters().statistics().toFloats()).isNotEqualTo(before);
        }
    }

    @Test
    void the_first_layers_alone_are_the_start_of_the_whole() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32)) {
            Tensor input = new RandomStream("input", 1).normal(Device.CPU, 3, 2, 12, 8);
            Tensor logits = network.forward(input, Mode.EVALUATE, 7);
            assertThat(Functions.tanh(logits).toFloats())
                    .containsExactly(network.forward(input, Mode.EVALUATE).toFloats());
        }
    }

    @Test
    void named_tensors_are_views_of_the_flat_rows() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32);
                var _ = GradientMode.off()) {
            network.parameters().named("6.linear.bias").fill_(42);
            float[] trained = network.parameters().trained().toFloats();
            for (int i = 1; i <= 16; i++) {
                assertThat(trained[trained.length - i]).isEqualTo(42);
            }
            network.parameters().trained().fill_(7);
            assertThat(network.parameters().named("0.conv.weight").toFloats()).containsOnly(7);
        }
    }

    @Test
    void the_first_tensor_with_nan_is_named() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32);
                var _ = GradientMode.off()) {
            assertThat(network.parameters().firstNonFinite()).isNull();
            network.parameters().named("1.batch-norm.running_var").fill_(Double.POSITIVE_INFINITY);
            assertThat(network.parameters().firstNonFinite()).isEqualTo("1.batch-norm.running_var");
            network.parameters().named("0.conv.bias").narrow(0, 3, 1).fill_(Double.NaN);
            assertThat(network.parameters().firstNonFinite()).isEqualTo("0.conv.bias");
        }
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        try (var _ = TensorScope.open();
                var network = initialized(Precision.FP32)) {
            assertThatThrownBy(() -> network.parameters().named("0.linear.weight"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0.linear.weight")
                    .hasMessageContaining("0.conv.weight");
        }
    }

    private static Network initialized(Precision precision) {
        return Network.initialized(MIXED, Device.CPU, precision, new RandomStream("weights", 1));
    }
}
