package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.Differences;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class AutogradTest {
    private static final long[] STRIDE = {2, 2};
    private static final long[] PADDING = {1, 1};

    @Test
    void gradients_come_in_the_order_asked_for() {
        try (var _ = TensorScope.open()) {
            Tensor a = Tensors.of(new float[] {1, 2}, 2).requiresGradient_(true);
            Tensor b = Tensors.of(new float[] {5, 7}, 2).requiresGradient_(true);
            Tensor product = a.multiply(a).multiply(b).sum();
            List<Tensor> gradients = Autograd.gradients(product, List.of(b, a), false);
            assertThat(gradients.get(0).toFloats()).containsExactly(1, 4);
            assertThat(gradients.get(1).toFloats()).containsExactly(10, 28);
        }
    }

    /**
     * The norm penalty of Wasserstein GANs: the mean square of 1 less than the norm of the critic's gradient at each image.
     * Its gradient in the weights needs the second derivative of convolutions and of leaky ReLU.
     */
    @Test
    void a_gradient_penalty_differentiates_like_finite_differences() {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("critic", 4);
            double[] images = random.normal(Device.CPU, 3 * 2 * 6 * 6).toDoubles();
            double[] weights =
                    random.normal(Device.CPU, 4 * 2 * 4 * 4).multiply(0.3).toDoubles();
            double[] head = random.normal(Device.CPU, 4 * 3 * 3).toDoubles();

            Tensor trained = Tensors.of(weights, 4, 2, 4, 4).requiresGradient_(true);
            double[] found = Autograd.gradients(penalty(images, trained, head), List.of(trained), false)
                    .getFirst()
                    .toDoubles();

            double[] expected = Differences.of(
                    weights,
                    moved -> penalty(images, Tensors.of(moved, 4, 2, 4, 4).requiresGradient_(true), head)
                            .item());
            assertThat(found).containsExactly(expected, within(1e-7));
            assertThat(Arrays.stream(found).map(Math::abs).max().orElseThrow()).isGreaterThan(0.01);
        }
    }

    @Test
    void a_penalty_through_a_transposed_convolution_and_tanh_differentiates_too() {
        try (var _ = TensorScope.open()) {
            double[] x = new RandomStream("x", 1).normal(Device.CPU, 2 * 3 * 3).toDoubles();
            double[] weights =
                    new RandomStream("w", 1).normal(Device.CPU, 2 * 2 * 3 * 3).toDoubles();
            ToDoubleFunction<double[]> value =
                    moved -> enlargedPenalty(x, Tensors.of(moved, 2, 2, 3, 3).requiresGradient_(true))
                            .item();
            Tensor trained = Tensors.of(weights, 2, 2, 3, 3).requiresGradient_(true);
            assertThat(Autograd.gradients(enlargedPenalty(x, trained), List.of(trained), false)
                            .getFirst()
                            .toDoubles())
                    .containsExactly(Differences.of(weights, value), within(1e-6));
        }
    }

    @Test
    void an_input_that_the_scalar_does_not_depend_on_is_an_error() {
        try (var _ = TensorScope.open()) {
            Tensor used = Tensors.of(new float[] {1}, 1).requiresGradient_(true);
            Tensor unused = Tensors.of(new float[] {1}, 1).requiresGradient_(true);
            assertThatExceptionOfType(TorchException.class)
                    .isThrownBy(() -> Autograd.gradients(used.sum(), List.of(used, unused), false));
            Tensor constant = Tensors.of(new float[] {1}, 1);
            assertThatExceptionOfType(TorchException.class)
                    .isThrownBy(() -> Autograd.gradients(constant.sum(), List.of(used), false));
        }
    }

    @Test
    void nothing_is_recorded_while_gradients_are_off() {
        try (var _ = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {3}, 1).requiresGradient_(true);
            Tensor silent;
            try (var _ = GradientMode.off()) {
                try (var _ = GradientMode.off()) {
                    x.square();
                }
                silent = x.square().sum();
            }
            assertThatExceptionOfType(TorchException.class)
                    .isThrownBy(() -> Autograd.gradients(silent, List.of(x), false));
            assertThat(Autograd.gradients(x.square().sum(), List.of(x), false)
                            .getFirst()
                            .item())
                    .isEqualTo(6);
        }
    }

    private static Tensor penalty(double[] images, Tensor weights, double[] head) {
        Tensor x = Tensors.of(images, 3, 2, 6, 6).requiresGradient_(true);
        Tensor features = Functions.leakyRelu(Functions.convolution(x, weights, null, STRIDE, PADDING, 1), 0.2);
        Tensor logits = Functions.linear(features.reshape(3, -1), Tensors.of(head, 1, head.length), null);
        Tensor slope = Autograd.gradients(logits.sum(), List.of(x), true).getFirst();
        return slope.square().sum(1, 2, 3).sqrt().add(-1).square().mean();
    }

    private static Tensor enlargedPenalty(double[] values, Tensor weights) {
        Tensor x = Tensors.of(values, 1, 2, 3, 3).requiresGradient_(true);
        Tensor large = Functions.convolutionTransposed(x, weights, null, STRIDE, PADDING, new long[] {1, 1}, 1);
        Tensor slope = Autograd.gradients(Functions.tanh(large).sum(), List.of(x), true)
                .getFirst();
        return slope.square().sum();
    }
}
