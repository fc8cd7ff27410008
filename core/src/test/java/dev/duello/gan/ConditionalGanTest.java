package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Batch;
import dev.duello.learn.Weights;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Architecture;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionalGanTest {
    private static final Shape IMAGE = Shape.of(1, 16, 16);
    private static final int NOISE = 8;

    @Test
    void the_logit_that_counts_is_that_of_the_label() {
        long[] labels = {2, 0, 1, 1, 2, 2};
        try (var _ = TensorScope.open();
                var learner = learner(NetworkFamily.UPSAMPLE_CONV, Normalization.NONE, 0.2, 0.3, 0.5);
                var generator = copy(
                        learner, "generator", config(NetworkFamily.UPSAMPLE_CONV, Normalization.NONE, 0.2, 0.3, 0.5));
                var discriminator = copy(
                        learner,
                        "discriminator",
                        config(NetworkFamily.UPSAMPLE_CONV, Normalization.NONE, 0.2, 0.3, 0.5))) {
            Tensor real = GanLearners.images(1, labels.length);
            Tensor z = latents(labels, 3);
            float[] ofReals = discriminator.forward(real, Mode.TRAIN).toFloats();
            float[] ofFakes = discriminator
                    .forward(
                            generator.forward(
                                    z.narrow(1, 0, NOISE),
                                    generator.pass(
                                            Mode.TRAIN, Map.of(Architecture.CLASS, z.narrow(1, NOISE, 3)), null)),
                            Mode.TRAIN)
                    .toFloats();
            double expectedReal = 0;
            double expectedFake = 0;
            for (int i = 0; i < labels.length; i++) {
                expectedReal += ofReals[i * 3 + (int) labels[i]] / labels.length;
                expectedFake += ofFakes[i * 3 + (int) labels[i]] / labels.length;
            }
            Map<String, Double> statistics = learner.stepFrom(real, z);
            assertThat(statistics.get("logit-real")).isCloseTo(expectedReal, within(1e-5));
            assertThat(statistics.get("logit-fake")).isCloseTo(expectedFake, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.duello.network.ImageFamilies#all")
    void what_belongs_to_a_class_that_is_not_shown_does_not_move(NetworkFamily family) {
        long[] labels = {0, 2, 2, 0, 0, 2, 0, 2};
        try (var _ = TensorScope.open();
                var learner = learner(family, Normalization.BATCH, 0.4, 0.2, 0.4)) {
            Tensor before =
                    parameter(learner, "generator", "class-embedding.weight").copy();
            Tensor projected = parameter(learner, "discriminator", "projection-head.embedding")
                    .copy();
            learner.stepFrom(GanLearners.images(1, labels.length), latents(labels, 3));
            float[] moved = parameter(learner, "generator", "class-embedding.weight")
                    .subtract(before)
                    .toFloats();
            for (int i = 0; i < moved.length; i++) {
                assertThat(moved[i] == 0).as("class %d", i % 3).isEqualTo(i % 3 == 1);
            }
            float[] rows = parameter(learner, "discriminator", "projection-head.embedding")
                    .subtract(projected)
                    .toFloats();
            int features = rows.length / 3;
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                for (float each : Arrays.copyOfRange(rows, i * features, (i + 1) * features)) {
                    sum += Math.abs(each);
                }
                assertThat(sum == 0).as("class %d", i).isEqualTo(i == 1);
            }
        }
    }

    @Test
    void latents_have_classes_as_often_as_the_data() {
        try (var _ = TensorScope.open();
                var learner = learner(NetworkFamily.MLP, Normalization.BATCH, 0.99, 0.01)) {
            assertThat(learner.model().latentShape()).isEqualTo(Shape.of(NOISE + 2));
            int count = 20_000;
            float[] z = learner.model()
                    .latents(count, new RandomStream("judged", 1))
                    .toFloats();
            int rare = 0;
            double sum = 0;
            for (int i = 0; i < count; i++) {
                float common = z[i * 10 + 8];
                float other = z[i * 10 + 9];
                assertThat(common == 1 && other == 0 || common == 0 && other == 1)
                        .isTrue();
                rare += (int) other;
                sum += z[i * 10];
            }
            // 200 are expected; four standard deviations are 56.
            assertThat(rare).isCloseTo(200, within(56));
            assertThat(sum / count).isCloseTo(0, within(0.03));
        }
    }

    @Test
    void a_class_of_one_percent_trains_and_stays_finite() {
        SplittableRandom random = new SplittableRandom(1);
        try (var learner = learner(NetworkFamily.UPSAMPLE_CONV, Normalization.BATCH, 0.99, 0.01)) {
            int rare = 0;
            for (int i = 0; i < 30; i++) {
                try (var _ = TensorScope.open()) {
                    long[] labels = new long[8];
                    for (int n = 0; n < labels.length; n++) {
                        labels[n] = random.nextDouble() < 0.01 ? 1 : 0;
                        rare += (int) labels[n];
                    }
                    learner.step(new Batch(GanLearners.images(i, 8), Tensors.of(labels, 8)));
                }
            }
            assertThat(rare).isBetween(1, 10);
            assertThat(learner.firstNonFinite()).isNull();
            try (var _ = TensorScope.open()) {
                Tensor images = learner.model().sample(latents(new long[] {1, 1, 0}, 2), Weights.AVERAGE);
                assertThat(images.isFinite()).isTrue();
                assertThat(learner.model().critic().orElseThrow().logits(images).shape())
                        .containsExactly(3);
            }
        }
    }

    @Test
    void a_generator_makes_what_is_asked_for() {
        // Class 0 is dark and class 1 is bright.
        try (var learner = learner(NetworkFamily.MLP, Normalization.NONE, 0.5, 0.5)) {
            long[] labels = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
            for (int i = 0; i < 150; i++) {
                try (var _ = TensorScope.open()) {
                    Tensor sides = Tensors.of(labels, 16, 1, 1, 1).to(DType.FLOAT32);
                    Tensor real = GanLearners.images(i, 16)
                            .multiply(0.2)
                            .add(sides.multiply(1.2).add(-0.6));
                    learner.step(new Batch(real, Tensors.of(labels, 16)));
                }
            }
            try (var _ = TensorScope.open()) {
                double dark = learner.model()
                        .sample(latents(new long[32], 2), Weights.RAW)
                        .mean()
                        .item();
                long[] ones = new long[32];
                Arrays.fill(ones, 1);
                double bright = learner.model()
                        .sample(latents(ones, 2), Weights.RAW)
                        .mean()
                        .item();
                assertThat(bright - dark).isGreaterThan(0.5);
            }
        }
    }

    private static GanLearner.Config config(NetworkFamily family, Normalization normalization, Double... shares) {
        var optimizer = new OptimizerSettings(Schedule.constant(2e-3), 0.5, Schedule.constant(0.99), 1e-8);
        return new GanLearner.Config(
                family.generator(IMAGE, new GeneratorConfig(NOISE, 8, 1, normalization, shares.length)),
                family.discriminator(IMAGE, new DiscriminatorConfig(8, 1, Normalization.NONE, false, shares.length)),
                List.of(shares),
                Objective.NON_SATURATING,
                new Penalty(Schedule.constant(0.1), Schedule.constant(0), 0, 1),
                Augmentation.NONE,
                1,
                false,
                optimizer,
                optimizer,
                1,
                0.05,
                1);
    }

    private static GanLearner learner(NetworkFamily family, Normalization normalization, Double... shares) {
        return new GanLearner(config(family, normalization, shares), 1, Device.CPU, Precision.FP32);
    }

    private static Network copy(GanLearner learner, String which, GanLearner.Config config) {
        var network = Network.blank(
                which.equals("generator") ? config.generator() : config.discriminator(), Device.CPU, Precision.FP32);
        try (var _ = GradientMode.off()) {
            learner.tensors()
                    .get(which)
                    .forEach((name, tensor) -> network.parameters().named(name).copyFrom_(tensor));
        }
        return network;
    }

    private static Tensor parameter(GanLearner learner, String network, String end) {
        return learner.tensors().get(network).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(end))
                .findFirst()
                .orElseThrow()
                .getValue()
                .detach();
    }

    private static Tensor latents(long[] labels, int classes) {
        Tensor noise = new RandomStream("z", 1).normal(Device.CPU, labels.length, NOISE);
        float[] oneHot = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            oneHot[i * classes + (int) labels[i]] = 1;
        }
        return Tensors.concatenate(List.of(noise, Tensors.of(oneHot, labels.length, classes)), 1);
    }
}
