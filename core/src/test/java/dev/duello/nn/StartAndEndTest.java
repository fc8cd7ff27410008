package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layers with which a generator begins and a discriminator ends, in plain loops. */
class StartAndEndTest {
    @Test
    void a_basis_is_an_image_whose_channels_the_latent_weighs() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(5), new LearnedConstant(Shape.of(3, 2, 4)))) {
            Tensor latents = normal(6, 5);
            float[] z = latents.toFloats();
            float[] weight =
                    network.parameters().named("0.learned-constant.weight").toFloats();
            float[] basis =
                    network.parameters().named("0.learned-constant.basis").toFloats();
            float[] expected = new float[6 * 3 * 8];
            for (int i = 0; i < expected.length; i++) {
                int sample = i / 24;
                int channel = i / 8 % 3;
                for (int k = 0; k < 5; k++) {
                    expected[i] += weight[channel * 5 + k] * z[sample * 5 + k] * basis[i % 24];
                }
            }
            Tensor found = network.forward(latents, Mode.TRAIN);
            assertThat(found.shape()).containsExactly(6, 3, 2, 4);
            assertThat(found.toFloats()).containsExactly(expected, within(1e-5f));
            Gradients.check(network, latents, Mode.TRAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_spatial_sum_adds_up_each_channel(boolean weighted) {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(3, 2, 4), new SumPool(weighted))) {
            Tensor images = normal(5, 3, 2, 4);
            float[] x = images.toFloats();
            float[] expected = new float[5 * 3];
            float[] weight = network.parameters().trained().toFloats();
            for (int i = 0; i < x.length; i++) {
                expected[i / 8] += x[i] * (weighted ? weight[i % 24] : 1);
            }
            assertThat(network.forward(images, Mode.TRAIN).toFloats()).containsExactly(expected, within(1e-5f));
            Gradients.check(network, images, Mode.TRAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 6, 4, 2})
    void minibatch_deviation_tells_how_much_neighbors_differ(int batch) {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(3, 2, 4), new MinibatchStdDev(4))) {
            Tensor images = normal(batch, 3, 2, 4);
            float[] x = images.toFloats();
            int members = batch % 4 == 0 ? 4 : batch;
            Tensor found = network.forward(images, Mode.TRAIN);
            assertThat(found.shape()).containsExactly(batch, 4, 2, 4);
            float[] y = found.toFloats();
            for (int n = 0; n < batch; n++) {
                int first = n / members * members;
                double sum = 0;
                for (int i = 0; i < 24; i++) {
                    double mean = 0;
                    double square = 0;
                    for (int m = first; m < first + members; m++) {
                        mean += x[m * 24 + i] / members;
                        square += x[m * 24 + i] * x[m * 24 + i] / members;
                    }
                    sum += Math.sqrt(square - mean * mean);
                }
                for (int i = 0; i < 32; i++) {
                    double expected = i < 24 ? x[n * 24 + i] : sum / 24;
                    assertThat((double) y[n * 32 + i]).isCloseTo(expected, within(1e-5));
                }
            }
            Gradients.check(network, images, Mode.TRAIN);
        }
    }

    @Test
    void equal_images_deviate_by_next_to_nothing_and_give_finite_gradients() {
        try (var _ = TensorScope.open();
                var network = Gradients.random(Shape.of(1, 2, 2), new MinibatchStdDev(4), new Linear(1, false))) {
            Tensor same = Tensors.zeros(Device.CPU, 4, 1, 2, 2).fill_(0.5).requiresGradient_(true);
            Tensor logits = network.forward(same, Mode.TRAIN);
            Tensor slope = Autograd.gradients(logits.sum(), List.of(same), true).getFirst();
            Tensor twice = Autograd.gradients(
                            slope.square().sum(), network.parameters().trainedViews(), false)
                    .getFirst();
            assertThat(slope.isFinite()).isTrue();
            assertThat(twice.isFinite()).isTrue();
        }
    }

    private static Tensor normal(long... shape) {
        return new RandomStream("x", 3).normal(Device.CPU, shape);
    }
}
