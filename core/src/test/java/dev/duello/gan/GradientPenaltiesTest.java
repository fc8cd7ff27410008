package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Differences;
import dev.duello.Golden;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients against {@code bench/reference/penalties.py}, against finite differences, and by hand. */
class GradientPenaltiesTest {
    private static final JsonNode GOLDEN = Golden.read("gan/penalties");

    static Stream<Arguments> penalties() {
        BinaryOperator<Tensor> zeroCentered = GradientPenalties::zeroCentered;
        BinaryOperator<Tensor> oneCentered = GradientPenalties::oneCentered;
        return Stream.of(Arguments.of("zero-centered", zeroCentered), Arguments.of("one-centered", oneCentered));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("penalties")
    void values_and_gradients_in_the_weights_equal_pytorch(String name, BinaryOperator<Tensor> penalty) {
        var architecture = new Architecture(
                Shape.of(2, 8, 8),
                List.of(
                        new Conv(4, 4, 2, 1, true),
                        Activation.leakyRelu(0.2),
                        new Conv(6, 3, 1, 1, 2, true),
                        Activation.TANH,
                        new Linear(1, false)),
                Initializer.DCGAN);
        try (var _ = TensorScope.open();
                var network = Network.blank(architecture, Device.CPU, Precision.FP32)) {
            try (var _ = GradientMode.off()) {
                network.parameters()
                        .byName()
                        .forEach((key, tensor) -> tensor.copyFrom_(
                                Golden.tensor(GOLDEN.get("parameters").get(key))));
            }
            Tensor images = Golden.tensor(GOLDEN.get("images")).requiresGradient_(true);
            Tensor value =
                    penalty.apply(network.forward(images, Mode.TRAIN), images).mean();
            JsonNode expected = GOLDEN.get(name);
            assertThat(value.item()).isCloseTo(expected.get("value").asDouble(), within(1e-4));
            List<String> names = List.copyOf(network.parameters().byName().keySet());
            List<Tensor> gradients =
                    Autograd.gradients(value, network.parameters().trainedViews(), false);
            assertThat(expected.get("gradients")).hasSize(names.size());
            for (int i = 0; i < names.size(); i++) {
                Golden.assertEquals(
                        names.get(i),
                        gradients.get(i),
                        expected.get("gradients").get(names.get(i)),
                        1e-5);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("penalties")
    void gradients_of_gradients_equal_finite_differences(String name, BinaryOperator<Tensor> penalty) {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("penalties", 2);
            double[] images = random.normal(Device.CPU, 3 * 2 * 6 * 6).toDoubles();
            double[] weights =
                    random.normal(Device.CPU, 4 * 2 * 4 * 4).multiply(0.3).toDoubles();
            double[] head = random.normal(Device.CPU, 4 * 3 * 3).toDoubles();
            Tensor trained = Tensors.of(weights, 4, 2, 4, 4).requiresGradient_(true);
            double[] found = Autograd.gradients(value(penalty, images, trained, head), List.of(trained), false)
                    .getFirst()
                    .toDoubles();
            double[] expected = Differences.of(
                    weights,
                    moved -> value(
                                    penalty,
                                    images,
                                    Tensors.of(moved, 4, 2, 4, 4).requiresGradient_(true),
                                    head)
                            .item());
            // float64 with steps of 1e-6: rounding leaves some 1e-9 of values around 10.
            assertThat(found).containsExactly(expected, within(1e-6));
            assertThat(Arrays.stream(found).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
        }
    }

    private static Tensor value(BinaryOperator<Tensor> penalty, double[] images, Tensor weights, double[] head) {
        Tensor x = Tensors.of(images, 3, 2, 6, 6).requiresGradient_(true);
        Tensor features =
                Functions.tanh(Functions.convolution(x, weights, null, new long[] {2, 2}, new long[] {1, 1}, 1));
        Tensor logits = Functions.linear(features.reshape(3, -1), Tensors.of(head, 1, head.length), null);
        return penalty.apply(logits, x).mean();
    }

    @Test
    void the_slopes_of_a_plane_and_of_a_paraboloid_are_known() {
        try (var _ = TensorScope.open()) {
            Tensor points = Tensors.of(new float[] {1, 2, 3, 4, 0, -1}, 3, 2).requiresGradient_(true);
            Tensor plane =
                    points.multiply(Tensors.of(new float[] {3, -4}, 1, 2)).sum(1);
            assertThat(GradientPenalties.zeroCentered(plane, points).toFloats())
                    .containsExactly(new float[] {25, 25, 25}, within(1e-5f));
            assertThat(GradientPenalties.oneCentered(plane, points).toFloats())
                    .containsExactly(new float[] {16, 16, 16}, within(1e-5f));

            // The gradient of |x|² is 2x.
            Tensor paraboloid = points.square().sum(1);
            assertThat(GradientPenalties.zeroCentered(paraboloid, points).toFloats())
                    .containsExactly(new float[] {20, 100, 4}, within(1e-4f));
            float[] expected = {(float) Math.pow(Math.sqrt(20) - 1, 2), 81, 1};
            assertThat(GradientPenalties.oneCentered(paraboloid, points).toFloats())
                    .containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void a_flat_discriminator_pays_without_dividing_by_zero() {
        try (var _ = TensorScope.open()) {
            Tensor points = Tensors.of(new float[] {1, 2}, 1, 2).requiresGradient_(true);
            Tensor weights = Tensors.of(new float[] {0, 0}, 1, 2).requiresGradient_(true);
            Tensor logits = points.multiply(weights).sum(1);
            Tensor penalty = GradientPenalties.oneCentered(logits, points);
            assertThat(penalty.item()).isCloseTo(1, within(1e-5));
            assertThat(Autograd.gradients(penalty, List.of(weights), false)
                            .getFirst()
                            .isFinite())
                    .isTrue();
        }
    }
}
