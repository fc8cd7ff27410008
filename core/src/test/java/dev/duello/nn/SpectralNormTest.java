package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralNormTest {
    private static final Shape SAMPLE = Shape.of(3, 2, 2);

    @ParameterizedTest
    @ValueSource(strings = {"linear", "conv"})
    void after_some_training_the_largest_singular_value_is_one(String kind) {
        try (var _ = TensorScope.open();
                var network = network(kind)) {
            float[] stored = weight(network).toFloats();
            double largest = largest(weight(network).reshape(5, -1));
            assertThat(largest).isNotCloseTo(1, within(0.1));
            network.forward(images(), Mode.TRAIN);
            double soon = largest(effective(network));
            for (int i = 0; i < 200; i++) {
                network.forward(images(), Mode.TRAIN);
            }
            assertThat(largest(effective(network))).isCloseTo(1, within(1e-5));
            // One turn is not yet enough, and an estimate is never too large.
            assertThat(soon).isGreaterThan(1 + 1e-4);
            assertThat(weight(network).toFloats()).containsExactly(stored);
            float[] divided = effective(network).toFloats();
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 12; column++) {
                    assertThat(divided[column * 5 + row])
                            .isCloseTo((float) (stored[row * 12 + column] / largest), within(1e-5f));
                }
            }
        }
    }

    @Test
    void evaluation_changes_nothing() {
        try (var _ = TensorScope.open();
                var network = network("conv")) {
            float[] once = network.forward(images(), Mode.EVALUATE).toFloats();
            float[] statistics = network.parameters().statistics().toFloats();
            assertThat(network.forward(images(), Mode.EVALUATE).toFloats()).containsExactly(once);
            assertThat(network.parameters().statistics().toFloats()).containsExactly(statistics);
            network.forward(images(), Mode.TRAIN);
            assertThat(network.parameters().statistics().toFloats()).isNotEqualTo(statistics);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "conv"})
    void gradients_flow_through_the_singular_value(String kind) {
        try (var _ = TensorScope.open();
                var network = network(kind)) {
            for (int i = 0; i < 200; i++) {
                network.forward(images(), Mode.TRAIN);
            }
            // A weight times two is the same layer, so that its gradient has no part along the weight.
            Gradients.check(network, images(), Mode.EVALUATE);
        }
    }

    @Test
    void training_moves_the_estimate_and_gradients_move_the_weight() {
        Layer layer = new SpectralNorm(new Linear(4, true));
        assertThat(layer.parameters(Shape.of(6)).stream()
                        .filter(spec -> spec.role().isTrained()))
                .extracting(ParameterSpec::name)
                .containsExactly("weight", "bias");
        assertThat(layer.parameters(Shape.of(6)).getLast())
                .isEqualTo(new ParameterSpec("singular_vector", Shape.of(4), ParameterSpec.Role.ESTIMATE));
    }

    @Test
    void a_transposed_convolution_has_its_channels_on_the_second_axis() {
        Layer plain = new ConvTranspose(4, 3, 2, 1, 0, false);
        try (var _ = TensorScope.open();
                var normalized = of(new SpectralNorm(plain));
                var free = of(plain)) {
            for (int i = 0; i < 200; i++) {
                normalized.forward(images(), Mode.TRAIN);
            }
            Tensor byChannel = weight(free).permute(1, 0, 2, 3).reshape(4, -1);
            float[] expected = free.forward(images(), Mode.EVALUATE)
                    .multiply(1 / largest(byChannel))
                    .toFloats();
            assertThat(normalized.forward(images(), Mode.EVALUATE).toFloats()).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void a_layer_without_a_weight_is_refused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new SpectralNorm(Activation.RELU).parameters(SAMPLE))
                .withMessageContaining("relu");
    }

    /** Twelve numbers in, five out; a convolution whose one window is the image is a matrix, too. */
    private static Network network(String kind) {
        Layer layer = kind.equals("linear") ? new Linear(5, false) : new Conv(5, 2, 1, 0, false);
        return of(new SpectralNorm(layer));
    }

    private static Network of(Layer layer) {
        var architecture = new Architecture(SAMPLE, List.of(layer), Initializer.HE_NORMAL);
        return Network.initialized(architecture, Device.CPU, Precision.FP32, new RandomStream("weights", 4));
    }

    private static Tensor weight(Network network) {
        return network.parameters().trainedViews().getFirst();
    }

    /** The matrix that is applied, {@code [12, 5]}: what it makes of unit vectors. */
    private static Tensor effective(Network network) {
        float[] unit = new float[12 * 12];
        for (int i = 0; i < 12; i++) {
            unit[13 * i] = 1;
        }
        try (var _ = GradientMode.off()) {
            return network.forward(Tensors.of(unit, 12, 3, 2, 2), Mode.EVALUATE).reshape(12, 5);
        }
    }

    private static double largest(Tensor matrix) {
        return LinearAlgebra.singularValues(matrix.detach()).narrow(0, 0, 1).item();
    }

    private static Tensor images() {
        return new RandomStream("images", 4).normal(Device.CPU, SAMPLE.batch(3));
    }
}
