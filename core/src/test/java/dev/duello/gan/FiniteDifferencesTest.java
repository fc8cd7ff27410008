package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.learn.Latents;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Dropout;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The estimate against exact gradients, whose mean it has. */
class FiniteDifferencesTest {
    private static final Shape IMAGE = Shape.of(1, 4, 4);
    private static final int COUNT = 40_000;

    @Test
    void the_slope_of_a_plane_is_the_length_of_its_weights() {
        try (var _ = TensorScope.open();
                Network network = network(new Linear(1, true))) {
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, COUNT, 1, 4, 4);
            Tensor weights = network.parameters().trainedViews().getFirst();
            double expected = weights.detach().square().sum().item();
            Tensor estimate = estimate(network, images, 1, 0);
            // 10,000 squares of normal numbers: their mean has a standard deviation of 1.4 %.
            assertThat(estimate.mean().item()).isCloseTo(expected, within(0.06 * expected));
            float[] gradient = Autograd.gradients(estimate.mean(), List.of(weights), false)
                    .getFirst()
                    .toFloats();
            float[] twice = weights.detach().multiply(2).toFloats();
            assertThat(gradient).containsExactly(twice, within(0.1f * largest(twice)));
        }
    }

    @Test
    void value_and_gradients_are_those_of_differentiating_twice_on_average() {
        try (var _ = TensorScope.open();
                Network network = network(new Conv(4, 4, 2, 1, true), Activation.TANH, new Linear(1, false))) {
            Tensor one = new RandomStream("images", 2).normal(Device.CPU, 1, 1, 4, 4);
            Tensor exactly = one.copy().requiresGradient_(true);
            Tensor exact = GradientPenalties.zeroCentered(network.forward(exactly, Mode.TRAIN), exactly);
            List<Tensor> weights = network.parameters().trainedViews();
            List<Tensor> expected = Autograd.gradients(exact.sum(), weights, true);

            Tensor same = one.expand(COUNT, 1, 4, 4).contiguous();
            Tensor estimate = estimate(network, same, 0.25, 0.75);
            assertThat(estimate.mean().item()).isCloseTo(exact.item(), within(0.05 * exact.item()));
            List<Tensor> found = Autograd.gradients(estimate.mean(), weights, false);
            for (int i = 0; i < weights.size(); i++) {
                float[] ideal = expected.get(i).toFloats();
                assertThat(found.get(i).toFloats())
                        .as("parameter %d", i)
                        .containsExactly(ideal, within(0.1f * largest(ideal) + 1e-4f));
            }
        }
    }

    /** Otherwise two draws of a mask would count as a slope, a hundred times over. */
    @Test
    void both_ends_of_a_difference_have_the_same_dropout() {
        try (var _ = TensorScope.open();
                Network network = network(new Dropout(0.5), new Linear(1, true))) {
            Tensor images = new RandomStream("images", 3).normal(Device.CPU, COUNT, 1, 4, 4);
            double length = network.parameters()
                    .trainedViews()
                    .getFirst()
                    .detach()
                    .square()
                    .sum()
                    .item();
            // A mask of one half leaves half of the weights, each doubled.
            assertThat(estimate(network, images, 1, 0).mean().item()).isCloseTo(2 * length, within(0.2 * length));
        }
    }

    @Test
    void only_the_first_quarter_of_a_batch_is_looked_at() {
        try (var _ = TensorScope.open();
                Network network = network(new Linear(1, true))) {
            float[] each = estimate(network, Tensors.zeros(Device.CPU, 8, 1, 4, 4), 1, 1)
                    .toFloats();
            assertThat(each).hasSize(8);
            assertThat(Arrays.copyOfRange(each, 0, 2)).doesNotContain(0);
            assertThat(Arrays.copyOfRange(each, 2, 8)).containsOnly(0);
        }
    }

    private static Tensor estimate(Network network, Tensor images, double r1, double r2) {
        DiscriminatorPass pass =
                new DiscriminatorPass(network, new Latents(1, List.of()), false, new RandomStream("dropout", 4));
        FiniteDifferences differences = new FiniteDifferences(
                pass, images.shape(), ImageTransforms.NONE, ImageTransforms.NONE, new RandomStream("directions", 5));
        return differences.of(0, images, r1, images, r2, Tensors.zeros(Device.CPU, images.size(0), 1));
    }

    private static Network network(Layer... layers) {
        return Network.initialized(
                new Architecture(IMAGE, List.of(layers), Initializer.LECUN_NORMAL),
                Device.CPU,
                Precision.FP32,
                new RandomStream("weights", 6));
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
