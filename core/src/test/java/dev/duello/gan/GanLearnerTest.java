package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.learn.Weights;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GanLearnerTest {
    @Test
    void the_discriminator_learns_to_tell_real_from_fake() {
        try (var _ = TensorScope.open();
                var learner = learner()) {
            // Bright images, which a fresh generator does not make.
            Tensor real = GanLearners.images(1, 16).multiply(0.1).add(0.9);
            Map<String, Double> first = GanLearners.step(learner, real);
            Map<String, Double> last = first;
            for (int i = 0; i < 60; i++) {
                last = GanLearners.step(learner, real);
            }
            assertThat(last.get("discriminator-loss")).isLessThan(first.get("discriminator-loss") / 2);
            assertThat(last.get("d-real")).isGreaterThan(0.6);
            assertThat(last.get("d-fake")).isLessThan(0.4);
        }
    }

    @Test
    void judging_gives_one_logit_an_image_and_moves_nothing() {
        try (var _ = TensorScope.open();
                var learner = learner()) {
            GanLearners.step(learner, GanLearners.images(1, 8));
            float[] before = learner.tensors()
                    .get("discriminator")
                    .get("3.batch-norm.running_mean")
                    .toFloats();
            Tensor images = GanLearners.images(2, 5);
            Tensor logits = learner.model().critic().orElseThrow().logits(images);
            assertThat(logits.shape()).containsExactly(5);
            assertThat(learner.model()
                            .critic()
                            .orElseThrow()
                            .logits(images.narrow(0, 3, 1))
                            .item())
                    .isCloseTo(logits.narrow(0, 3, 1).item(), within(1e-6));
            assertThat(learner.tensors()
                            .get("discriminator")
                            .get("3.batch-norm.running_mean")
                            .toFloats())
                    .containsExactly(before);
        }
    }

    /** Alone, and in one batch: what a step thinks of its images is what is told, and the next step does not notice. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void judging_as_in_training_tells_what_a_step_would_think_and_moves_nothing(boolean concatRealFake) {
        try (var _ = TensorScope.open();
                var asked = joint(concatRealFake);
                var unasked = joint(concatRealFake)) {
            GanLearners.step(asked, GanLearners.images(1, 8));
            GanLearners.step(unasked, GanLearners.images(1, 8));
            Tensor z = new RandomStream("z", 1).normal(Device.CPU, 8, 8);
            // In evaluation the fresh generator differs from itself in training, so the reals alone can be compared.
            Tensor reals = GanLearners.images(2, 8);
            Tensor logits =
                    asked.logits(reals, asked.model().sample(z, Weights.RAW)).reals();
            double mean = Functions.sigmoid(logits).mean().item();

            Map<String, Double> told = asked.stepFrom(reals, z);

            assertThat(logits.elements()).isEqualTo(8);
            assertThat(told.get("d-real")).isCloseTo(mean, within(concatRealFake ? 0.05 : 1e-6));
            assertThat(told).isEqualTo(unasked.stepFrom(reals, z));
            assertThat(asked.tensors()
                            .get("discriminator")
                            .get("3.batch-norm.running_mean")
                            .toFloats())
                    .containsExactly(unasked.tensors()
                            .get("discriminator")
                            .get("3.batch-norm.running_mean")
                            .toFloats());
        }
    }

    private static GanLearner joint(boolean concatRealFake) {
        GanLearner.Config tiny = GanLearners.tiny(NetworkFamily.DCGAN);
        GanLearner.Config config = GanLearners.config(
                tiny.generator(),
                tiny.discriminator(),
                tiny.objective(),
                Penalty.NONE,
                Augmentation.NONE,
                1,
                concatRealFake);
        return new GanLearner(config, 5, Device.CPU, Precision.FP32);
    }

    /** Every other step has a penalty and judges apart; without layers that mix images, that is nothing but a matter of speed. */
    @Test
    void one_batch_or_two_are_the_same_to_a_discriminator_that_judges_each_image_alone() {
        try (var _ = TensorScope.open();
                var together = penalized(true, false);
                var apart = penalized(false, false)) {
            for (int i = 0; i < 4; i++) {
                Map<String, Double> one = GanLearners.step(together, GanLearners.images(i, 8));
                Map<String, Double> other = GanLearners.step(apart, GanLearners.images(i, 8));
                assertThat(one.keySet()).isEqualTo(other.keySet());
                one.forEach(
                        (name, value) -> assertThat(other.get(name)).as(name).isCloseTo(value, within(1e-4)));
            }
        }
    }

    @Test
    void a_discriminator_that_compares_images_sees_one_batch_in_penalized_steps_too() {
        try (var _ = TensorScope.open();
                var together = penalized(true, true);
                var apart = penalized(false, true)) {
            // Twelve images are three groups of four, six are one group; the first step has a penalty.
            assertThat(GanLearners.step(together, GanLearners.images(0, 6)).get("logit-real"))
                    .isNotEqualTo(
                            GanLearners.step(apart, GanLearners.images(0, 6)).get("logit-real"));
        }
    }

    private static GanLearner penalized(boolean concatRealFake, boolean minibatchStdDev) {
        GanLearner.Config tiny = GanLearners.tiny(NetworkFamily.DCGAN);
        var design = new DiscriminatorConfig(4, 1, Normalization.NONE, minibatchStdDev, 0);
        GanLearner.Config config = GanLearners.config(
                tiny.generator(),
                NetworkFamily.DCGAN.discriminator(Shape.of(1, 16, 16), design),
                tiny.objective(),
                new Penalty(Schedule.constant(1), Schedule.constant(0), 0, 2),
                Augmentation.NONE,
                1,
                concatRealFake);
        return new GanLearner(config, 5, Device.CPU, Precision.FP32);
    }

    @Test
    void samples_depend_on_nothing_but_their_latents() {
        try (var _ = TensorScope.open();
                var learner = learner()) {
            for (int i = 0; i < 4; i++) {
                GanLearners.step(learner, GanLearners.images(i, 8));
            }
            Tensor z = new RandomStream("z", 1).normal(Device.CPU, 6, 8);
            for (Weights weights : Weights.values()) {
                float[] once = learner.model().sample(z, weights).toFloats();
                assertThat(learner.model().sample(z, weights).toFloats()).containsExactly(once);
            }
            assertThat(learner.model().sample(z, Weights.RAW).toFloats())
                    .isNotEqualTo(learner.model().sample(z, Weights.AVERAGE).toFloats());
        }
    }

    @Test
    void a_number_that_is_not_finite_is_found_by_network_and_name() {
        try (var _ = TensorScope.open();
                var learner = learner();
                var _ = GradientMode.off()) {
            assertThat(learner.firstNonFinite()).isNull();
            learner.tensors().get("discriminator").get("2.conv.weight").fill_(Double.NaN);
            assertThat(learner.firstNonFinite()).isEqualTo("the discriminator, 2.conv.weight");
        }
    }

    @Test
    void the_generator_moves_after_so_many_steps_of_the_discriminator() {
        GanLearner.Config tiny = GanLearners.tiny(NetworkFamily.DCGAN);
        GanLearner.Config config = GanLearners.config(
                tiny.generator(),
                tiny.discriminator(),
                Objective.WASSERSTEIN,
                Penalty.NONE,
                Augmentation.NONE,
                5,
                false);
        try (var _ = TensorScope.open();
                var learner = new GanLearner(config, 1, Device.CPU, Precision.FP32)) {
            for (int i = 1; i <= 10; i++) {
                Map<String, float[]> before = weights(learner);
                Map<String, Double> statistics = GanLearners.step(learner, GanLearners.images(i, 8));
                boolean moves = i % 5 == 0;
                assertThat(statistics.containsKey("generator-loss")).isEqualTo(moves);
                weights(learner).forEach((name, now) -> {
                    boolean isStill = Arrays.equals(now, before.get(name));
                    assertThat(isStill).as(name).isEqualTo(!moves && !name.startsWith("discriminator"));
                });
            }
            assertThat(learner.counters())
                    .containsEntry("generator-steps", 2L)
                    .containsEntry("discriminator-steps", 10L)
                    .containsEntry("images-seen", 80L);
        }
    }

    /** What gradients train, of all three networks. */
    private static Map<String, float[]> weights(GanLearner learner) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (String network : List.of("generator", "average", "discriminator")) {
            learner.tensors().get(network).forEach((name, tensor) -> {
                if (name.endsWith("weight")) {
                    weights.put(network + " " + name, tensor.toFloats());
                }
            });
        }
        return weights;
    }

    @Test
    void a_penalty_paid_less_often_is_that_much_larger() {
        try (var _ = TensorScope.open();
                var often = penalized(8, 1);
                var seldom = penalized(2, 4)) {
            for (int i = 0; i < 9; i++) {
                Map<String, Double> paid = GanLearners.step(seldom, GanLearners.images(i, 8));
                assertThat(paid.containsKey("penalty")).isEqualTo(i % 4 == 0);
                if (i == 0) {
                    Map<String, Double> once = GanLearners.step(often, GanLearners.images(i, 8));
                    assertThat(once.get("penalty")).isCloseTo(4 * paid.get("penalty"), within(1e-4));
                    weights(often)
                            .forEach((name, expected) -> assertThat(
                                            weights(seldom).get(name))
                                    .as(name)
                                    .containsExactly(expected, within(1e-6f)));
                }
            }
        }
    }

    private static GanLearner penalized(double weight, int interval) {
        GanLearner.Config tiny = GanLearners.tiny(NetworkFamily.DCGAN);
        Penalty penalty = new Penalty(Schedule.constant(weight), Schedule.constant(weight), weight, interval);
        return new GanLearner(
                GanLearners.config(
                        tiny.generator(),
                        tiny.discriminator(),
                        Objective.NON_SATURATING,
                        penalty,
                        Augmentation.NONE,
                        1,
                        true),
                1,
                Device.CPU,
                Precision.FP32);
    }

    private static GanLearner learner() {
        return new GanLearner(GanLearners.tiny(NetworkFamily.DCGAN), 1, Device.CPU, Precision.FP32);
    }
}
