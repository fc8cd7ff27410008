package dev.duello.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.learn.Critic;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkView;
import dev.duello.learn.Weights;
import dev.duello.nn.Activation;
import dev.duello.nn.Conv;
import dev.duello.nn.Layer;
import dev.duello.nn.Linear;
import dev.duello.nn.Reshape;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributionTest {
    private static final int SIDE = 16;

    private static TinyModel model(Layer... critic) {
        return new TinyModel(
                2, List.of(new Linear(SIDE * SIDE, false), new Reshape(Shape.of(1, SIDE, SIDE))), List.of(critic));
    }

    private static TinyModel convolutional() {
        return model(
                new Conv(8, 4, 2, 1, true),
                Activation.leakyRelu(0.2),
                new Conv(16, 4, 2, 1, true),
                Activation.leakyRelu(0.2),
                new Linear(1, true));
    }

    private static Tensor image(long seed) {
        return new RandomStream("image", seed).uniform(Device.CPU, -1, 1, 1, 1, SIDE, SIDE);
    }

    /** A critic that adds the pixels of the top right quarter and nothing else. */
    private static TinyModel topRight() {
        TinyModel model = model(new Linear(1, false));
        double[] weights = new double[SIDE * SIDE];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i / SIDE < SIDE / 2 && i % SIDE >= SIDE / 2 ? 1 : 0;
        }
        TinyModel.set(model.critic, "0.linear.weight", weights);
        return model;
    }

    @Test
    void the_map_of_a_linear_critic_is_weight_times_pixel() {
        try (TinyModel model = topRight();
                var _ = TensorScope.open()) {
            Tensor image = image(1);
            NetworkView critic = model.view().orElseThrow();
            Attribution.Integrated found = Attribution.integratedGradients(critic, image);
            float[] pixels = image.toFloats();
            for (int i = 0; i < pixels.length; i++) {
                boolean counts = i / SIDE < SIDE / 2 && i % SIDE >= SIDE / 2;
                assertThat(found.map().values()[i]).isCloseTo(counts ? pixels[i] : 0, within(1e-5));
            }
            assertThat(found.error()).isLessThan(1e-4);
            // A gradient that is the same everywhere is its own mean.
            HeatMap smooth = Attribution.smoothGrad(critic, image);
            assertThat(smooth.values()[SIDE - 1]).isCloseTo(1, within(1e-5));
            assertThat(smooth.values()[0]).isZero();
            assertThat(smooth.signed()).isFalse();
        }
    }

    @Test
    void covering_what_counts_lowers_the_score_by_what_it_gave() {
        try (TinyModel model = topRight();
                var _ = TensorScope.open()) {
            Tensor white = Tensors.zeros(Device.CPU, 1, 1, SIDE, SIDE).fill_(1);
            HeatMap map = Attribution.occlusion(model.view().orElseThrow(), white);
            // A square of 2x2 white pixels gives 4.
            assertThat(map.values()[SIDE - 1]).isCloseTo(4, within(1e-5));
            assertThat(map.values()[0]).isZero();
            assertThat(map.shareOn(topRightPixels())).isGreaterThan(0.9);
            assertThat(map.words()).startsWith("top right");
            assertThat(map.regions().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    private static boolean[] topRightPixels() {
        boolean[] pixels = new boolean[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i / SIDE < SIDE / 2 && i % SIDE >= SIDE / 2;
        }
        return pixels;
    }

    @Test
    void integrated_gradients_of_a_convolutional_critic_sum_to_its_gain() {
        try (TinyModel model = convolutional();
                var _ = TensorScope.open()) {
            NetworkView critic = model.view().orElseThrow();
            for (int seed = 0; seed < 3; seed++) {
                Tensor image = image(seed);
                Attribution.Integrated found = Attribution.integratedGradients(critic, image);
                double gain = model.logits(image).item()
                        - model.logits(image.multiply(0)).item();
                assertThat(found.gain()).isCloseTo(gain, within(1e-5));
                assertThat(found.map().sum()).isCloseTo(gain, within(0.01 * Math.abs(gain)));
                assertThat(found.error()).isLessThanOrEqualTo(0.01);
            }
        }
    }

    @Test
    void grad_cam_of_one_layer_and_a_mean_is_that_layer() {
        // The logit is the mean of one map, so that the weight of the map is 1 / 64, and the map is what is shown.
        try (TinyModel model = model(new Conv(1, 1, 2, 0, false), new Linear(1, false));
                var _ = TensorScope.open()) {
            TinyModel.set(model.critic, "0.conv.weight", 1);
            double[] mean = new double[64];
            java.util.Arrays.fill(mean, 1.0 / 64);
            TinyModel.set(model.critic, "1.linear.weight", mean);
            Tensor image = image(4);
            HeatMap map = Attribution.gradCam(model.view().orElseThrow(), image).orElseThrow();
            double[] small = new double[64];
            float[] pixels = image.toFloats();
            for (int i = 0; i < 64; i++) {
                small[i] = pixels[i / 8 * 2 * SIDE + i % 8 * 2] / 64;
            }
            double[] expected = Attribution.enlarged(small, 8, 8, SIDE, SIDE);
            for (int i = 0; i < expected.length; i++) {
                assertThat(map.values()[i]).isCloseTo(expected[i], within(1e-6));
            }
            // Between the centers of the first two small pixels, at a quarter.
            assertThat(expected[1]).isCloseTo(0.75 * small[0] + 0.25 * small[1], within(1e-12));
        }
    }

    @Test
    void a_critic_without_feature_maps_has_no_grad_cam_but_all_other_maps() {
        try (TinyModel model = model(new Linear(4, true), Activation.RELU, new Linear(1, true));
                var _ = TensorScope.open()) {
            ScoreExplanation explained = ScoreExplanation.of(model, image(0), null);
            assertThat(explained.maps()).containsOnlyKeys("integrated-gradients", "occlusion", "smooth-grad");
        }
    }

    @Test
    void maps_change_when_the_weights_are_random() {
        try (TinyModel model = convolutional();
                var _ = TensorScope.open()) {
            ScoreExplanation explained = ScoreExplanation.of(model, image(7), null);
            assertThat(explained.maps())
                    .containsOnlyKeys("integrated-gradients", "grad-cam", "occlusion", "smooth-grad");
            assertThat(explained.randomCorrelation())
                    .allSatisfy((_, correlation) -> assertThat(correlation).isLessThan(0.6));
            assertThat(explained.logit()).isEqualTo(model.logits(image(7)).item());
            assertThat(explained.agreement()).isGreaterThan(0.3);
        }
    }

    @Test
    void ranks_are_compared_whatever_the_scale() {
        HeatMap map = new HeatMap(2, 2, new double[] {1, 2, 3, 4}, true);
        assertThat(map.correlation(new HeatMap(2, 2, new double[] {1, 10, 100, 1000}, true)))
                .isCloseTo(1, within(1e-12));
        assertThat(map.correlation(new HeatMap(2, 2, new double[] {4, 3, 2, 1}, true)))
                .isCloseTo(-1, within(1e-12));
        assertThat(map.correlation(new HeatMap(2, 2, new double[4], true))).isZero();
    }

    @Test
    void a_model_without_critic_is_refused() {
        Model without = new Model() {
            @Override
            public Device device() {
                return Device.CPU;
            }

            @Override
            public Shape sampleShape() {
                return Shape.of(1, 4, 4);
            }

            @Override
            public Shape latentShape() {
                return Shape.of(2);
            }

            @Override
            public int classes() {
                return 0;
            }

            @Override
            public Tensor latents(int count, RandomStream random) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Tensor latentsOfClass(int label, int count, RandomStream random) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Tensor sample(Tensor latents, Weights weights) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Critic> critic() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
        try (var _ = TensorScope.open()) {
            Tensor image = image(0);
            assertThatThrownBy(() -> ScoreExplanation.of(without, image, null))
                    .isInstanceOf(ExplainException.class)
                    .hasMessageContaining("no discriminator");
        }
    }
}
