package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Two ways to compute one convolution. */
final class EqualForms {
    /** Sums of a few hundred products of numbers around 1, in another order. */
    private static final double TOLERANCE = 2e-4;

    private EqualForms() {}

    /** A convolution of an input by a weight, and a bias. */
    interface Form {
        Tensor of(Tensor input, Tensor weight, Tensor bias);
    }

    /** Fails unless both give the same values, gradients, and gradients of gradients. */
    static void assertEqual(Form form, Form usual, List<Tensor> arguments) {
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
