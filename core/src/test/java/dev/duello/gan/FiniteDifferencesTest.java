package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.learn.Latents;
import dev.duello.nn.Activation;
import dev.duello.nn.Architecture;
import dev.duello.nn.Conv;
import dev.duello.nn.Initializer;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.nn.SpectralNorm;
import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Differences against closed forms and against differentiating twice. */
class FiniteDifferencesTest {
    private static final Shape IMAGE = Shape.of(1, 4, 4);

    @Test
    void the_slope_of_a_plane_is_the_length_of_its_weights() {
        try (var _ = TensorScope.open();
                Network network = network(new Linear(1, true))) {
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, 8, 1, 4, 4);
            Tensor weights = network.parameters().trainedViews().getFirst();
            double expected = weights.detach().square().sum().item();
            Tensor estimate = estimate(network, images, 1, 0);
            assertThat(estimate.mean().item()).isCloseTo(expected, within(1e-4 * expected));
            float[] gradient = Autograd.gradients(estimate.mean(), List.of(weights), false)
                    .getFirst()
                    .toFloats();
            assertThat(gradient).containsExactly(weights.detach().multiply(2).toFloats(), within(1e-3f));
        }
    }

    @Test
    void value_and_gradients_are_those_of_differentiating_twice() {
        try (var _ = TensorScope.open();
                Network network = network(new Conv(4, 4, 2, 1, true), Activation.TANH, new Linear(1, false))) {
            Tensor images = new RandomStream("images", 2).normal(Device.CPU, 8, 1, 4, 4);
            Tensor looked = images.rows(Tensors.of(new long[] {0, 4}, 2)).requiresGradient_(true);
            Tensor exact = GradientPenalties.zeroCentered(network.forward(looked, Mode.TRAIN), looked)
                    .mean();
            List<Tensor> weights = network.parameters().trainedViews();
            List<Tensor> expected = Autograd.gradients(exact, weights, true);

            Tensor estimate = estimate(network, images, 0.25, 0.75).mean();
            // A step of 0.05 is not infinitely small: the curvature of tanh remains.
            assertThat(estimate.item()).isCloseTo(exact.item(), within(0.02 * exact.item()));
            List<Tensor> found = Autograd.gradients(estimate, weights, false);
            for (int i = 0; i < weights.size(); i++) {
                float[] ideal = expected.get(i).toFloats();
                assertThat(found.get(i).toFloats())
                        .as("parameter %d", i)
                        .containsExactly(ideal, within(0.05f * largest(ideal) + 1e-3f));
            }
        }
    }

    /** Each pass moves the estimated norm: in two passes that would count as a slope. */
    @Test
    void spectral_normalization_is_the_same_at_both_ends() {
        try (var _ = TensorScope.open();
                Network network = network(new SpectralNorm(new Linear(1, true)))) {
            Tensor images = Tensors.zeros(Device.CPU, 8, 1, 4, 4).add(3);
            // The weights of a normalized plane have length 1.
            assertThat(estimate(network, images, 1, 0).mean().item()).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void a_flat_discriminator_has_no_slope_and_no_gradient_without_a_number() {
        try (var _ = TensorScope.open();
                Network network = Network.blank(
                        new Architecture(IMAGE, List.of(new Linear(1, true)), Initializer.LECUN_NORMAL),
                        Device.CPU,
                        Precision.FP32)) {
            Tensor estimate = estimate(network, Tensors.zeros(Device.CPU, 8, 1, 4, 4), 1, 1);
            assertThat(estimate.toFloats()).containsOnly(0);
            assertThat(Autograd.gradients(estimate.sum(), network.parameters().trainedViews(), false).stream()
                            .allMatch(Tensor::isFinite))
                    .isTrue();
        }
    }

    @Test
    void every_fourth_image_of_a_batch_is_looked_at_and_of_each_part_as_well() {
        try (var _ = TensorScope.open();
                Network network = network(new Linear(1, true))) {
            float[] each = estimate(network, Tensors.zeros(Device.CPU, 8, 1, 4, 4), 1, 1)
                    .toFloats();
            assertThat(each).hasSize(8);
            for (int i = 0; i < each.length; i++) {
                assertThat(each[i] != 0).as("image %d", i).isEqualTo(i % 4 == 0);
            }
            Tensor images = new RandomStream("images", 1).normal(Device.CPU, 8, 1, 4, 4);
            DiscriminatorPass pass =
                    new DiscriminatorPass(network, new Latents(1, List.of()), false, new RandomStream("noise", 4));
            FiniteDifferences differences = new FiniteDifferences(pass, 8, ImageTransforms.NONE, ImageTransforms.NONE);
            Tensor z = Tensors.zeros(Device.CPU, 8, 1);
            float[] whole = differences.of(0, images, 1, images, 2, z).toFloats();
            for (int[] part : new int[][] {{0, 3}, {3, 4}, {7, 1}}) {
                Tensor some = images.narrow(0, part[0], part[1]);
                float[] found = differences
                        .of(part[0], some, 1, some, 2, z.narrow(0, part[0], part[1]))
                        .toFloats();
                for (int i = 0; i < found.length; i++) {
                    assertThat(found[i]).isCloseTo(whole[part[0] + i], within(1e-4f));
                }
            }
        }
    }

    private static Tensor estimate(Network network, Tensor images, double r1, double r2) {
        DiscriminatorPass pass =
                new DiscriminatorPass(network, new Latents(1, List.of()), false, new RandomStream("noise", 4));
        FiniteDifferences differences =
                new FiniteDifferences(pass, images.size(0), ImageTransforms.NONE, ImageTransforms.NONE);
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
