package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.GradientRule;
import dev.duello.nn.MicroBatches;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step in parts against a step at once, of networks that do not mix samples. */
class MicroBatchTest {
    private static final Shape IMAGE = Shape.of(3, 16, 16);
    private static final Augmentation EVERYTHING = new Augmentation(true, true, true, Schedule.constant(0.7), 0);

    /** Keeps what another rule computed. */
    private static final class Watched {
        private float[] last = {};

        GradientRule rule(GradientRule inner) {
            return (losses, parameters) -> {
                List<Tensor> gradients = inner.gradients(losses, parameters);
                last = Tensors.concatenate(
                                gradients.stream().map(g -> g.reshape(-1)).toList(), 0)
                        .toFloats();
                return gradients;
            };
        }
    }

    private static GanLearner.Config config(
            Objective objective, Penalty penalty, Augmentation augmentation, boolean joint) {
        return GanLearners.config(
                NetworkFamily.DCGAN.generator(IMAGE, new GeneratorConfig(8, 4, 1, Normalization.NONE, 0)),
                NetworkFamily.DCGAN.discriminator(IMAGE, new DiscriminatorConfig(4, 1, Normalization.NONE, false, 0)),
                objective,
                penalty,
                augmentation,
                1,
                joint);
    }

    /** All draws are made for the whole batch, so that changes and points between reals and fakes are the same. */
    @ParameterizedTest
    @EnumSource
    void parts_give_the_gradients_of_the_whole_batch_with_penalties_and_augmentation(Objective objective) {
        Penalty all = new Penalty(Schedule.constant(2), Schedule.constant(1), 3, 1);
        compare(config(objective, all, EVERYTHING, false));
        compare(config(objective, Penalty.NONE, EVERYTHING, true));
        Penalty estimated = new Penalty(all.r1(), all.r2(), 0, GradientEstimator.FINITE_DIFFERENCE, 1);
        // Differences of float32 logits are divided by a step.
        compare(config(objective, estimated, EVERYTHING, true), 1e-4);
    }

    private static void compare(GanLearner.Config config) {
        compare(config, 1e-5);
    }

    private static void compare(GanLearner.Config config, double tolerance) {
        Watched wholeDiscriminator = new Watched();
        Watched partsDiscriminator = new Watched();
        Watched wholeGenerator = new Watched();
        Watched partsGenerator = new Watched();
        GradientRule mean = GradientRule.MEAN;
        GradientRule parts = new MicroBatches(4, mean);
        try (var _ = TensorScope.open();
                var whole = learner(config, wholeGenerator.rule(mean), wholeDiscriminator.rule(mean));
                var inParts = learner(config, partsGenerator.rule(parts), partsDiscriminator.rule(parts));
                // Only the generator in parts: Adam makes much of little, so that the discriminators above differ.
                var mixed = learner(config, partsGenerator.rule(parts), mean)) {
            Map<String, Double> expected = step(whole);
            Map<String, Double> found = step(inParts);
            step(mixed);
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            for (String key : List.of("discriminator-loss", "d-real", "d-fake", "logit-real", "logit-fake")) {
                assertThat(found.get(key)).as(key).isCloseTo(expected.get(key), within(1e-5));
            }
            assertClose(partsDiscriminator.last, wholeDiscriminator.last, tolerance);
            assertClose(partsGenerator.last, wholeGenerator.last, tolerance);
            assertThat(inParts.counters()).isEqualTo(whole.counters());
        }
    }

    private static GanLearner learner(GanLearner.Config config, GradientRule generator, GradientRule discriminator) {
        return new GanLearner(config, 3, Device.CPU, Precision.FP32, new GradientRules(generator, discriminator));
    }

    private static Map<String, Double> step(GanLearner learner) {
        Tensor real = new RandomStream("images", 4).uniform(Device.CPU, -1, 1, 10, 3, 16, 16);
        return GanLearners.step(learner, real);
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isGreaterThan(1e-6);
        assertThat(found).containsExactly(expected, within((float) (tolerance * largest)));
    }

    @Test
    void steps_in_parts_leave_no_native_object_behind() {
        GradientRule rule = GradientRule.of(0.5, 4, ProcessGroup.SINGLE);
        try (var _ = TensorScope.open();
                var learner = learner(GanLearners.tiny(NetworkFamily.DCGAN), rule, rule)) {
            Tensor real = GanLearners.images(1, 10);
            step(learner, real);
            long objects = Torch.liveObjects();
            for (int i = 0; i < 5; i++) {
                step(learner, real);
            }
            assertThat(Torch.liveObjects()).isEqualTo(objects);
        }
    }

    private static void step(GanLearner learner, Tensor real) {
        try (var _ = TensorScope.open()) {
            GanLearners.step(learner, real);
        }
    }
}
