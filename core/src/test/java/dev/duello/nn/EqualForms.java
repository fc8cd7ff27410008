package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** Two ways to compute one convolution. */
final class EqualForms {
    /** Sums of a few hundred products of numbers around 1, in another order. */
    private static final double TOLERANCE = 2e-4;

    private static final long[] TWO = {2, 2};
    private static final long[] ONE = {1, 1};

    private EqualForms() {}

    /** A convolution of an input by a weight, and a bias. */
    interface Form {
        Tensor of(Tensor input, Tensor weight, Tensor bias);
    }

    /** Kernel 4, stride 2, padding 1, of {@code channels} into {@code outputs}, against libtorch's own. */
    static void assertConvolution(Form form, int outputs, int channels, int height, int width) {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("forms", 1);
            assertEqual(
                    form,
                    (x, w, b) -> Functions.convolution(x, w, b, TWO, ONE, 1),
                    List.of(
                            random.normal(Device.CPU, 3, channels, height, width)
                                    .channelsLast(),
                            random.normal(Device.CPU, outputs, channels, 4, 4),
                            random.normal(Device.CPU, outputs)));
        }
    }

    /** The same, transposed: {@code channels} come out of {@code inputs}. */
    static void assertTransposed(Form form, int inputs, int channels, int height, int width) {
        try (var _ = TensorScope.open()) {
            RandomStream random = new RandomStream("forms", 2);
            assertEqual(
                    form,
                    (x, w, b) -> Functions.convolutionTransposed(x, w, b, TWO, ONE, new long[2], 1),
                    List.of(
                            random.normal(Device.CPU, 3, inputs, height, width).channelsLast(),
                            random.normal(Device.CPU, inputs, channels, 4, 4),
                            random.normal(Device.CPU, channels)));
        }
    }

    /** Fails unless both give the same values, gradients, and gradients of gradients. */
    private static void assertEqual(Form form, Form usual, List<Tensor> arguments) {
        List<Tensor> found = everything(form, arguments);
        List<Tensor> expected = everything(usual, arguments);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).shape()).isEqualTo(expected.get(i).shape());
            float[] values = found.get(i).toFloats();
            float[] wanted = expected.get(i).toFloats();
            double scale = Math.sqrt(expected.get(i).square().mean().item());
            assertThat(scale).isPositive();
            for (int j = 0; j < wanted.length; j++) {
                assertThat(values[j] / scale).isCloseTo(wanted[j] / scale, within(TOLERANCE));
            }
        }
    }

    /** Output, gradients of a curved function of it, and gradients of their squares' sum. */
    private static List<Tensor> everything(Form form, List<Tensor> arguments) {
        List<Tensor> leaves = arguments.stream()
                .map(argument -> argument.detach().requiresGradient_(true))
                .toList();
        Tensor output = form.of(leaves.get(0), leaves.get(1), leaves.get(2));
        List<Tensor> first = Autograd.gradients(Functions.tanh(output).square().sum(), leaves, true);
        Tensor penalty = first.get(0).square().sum();
        List<Tensor> all = new ArrayList<>(List.of(output));
        all.addAll(first);
        all.addAll(Autograd.gradients(penalty, leaves, false));
        return all;
    }
}
