package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps of both players against {@code bench/reference/dcgan_step.py} and {@code r3gan_step.py}. */
class GanLearnerEqualsPyTorchTest {
    private static final Shape IMAGE = Shape.of(1, 16, 16);

    @ParameterizedTest
    @ValueSource(strings = {"dcgan", "r3gan"})
    void three_steps_equal_pytorch(String recipe) {
        JsonNode golden = golden(recipe);
        try (var _ = TensorScope.open();
                var learner = new GanLearner(config(recipe), 1, Device.CPU, Precision.FP32)) {
            load(learner, golden);
            JsonNode steps = golden.get("steps");
            for (int i = 0; i < steps.size(); i++) {
                Tensor real = Golden.tensor(golden.get("reals").get(i));
                Tensor z = Golden.tensor(golden.get("latents").get(i));
                Map<String, Double> statistics = learner.stepFrom(real, z);
                JsonNode expected = steps.get(i);
                assertThat(expected).isNotEmpty();
                expected.properties()
                        .forEach(entry -> assertThat(statistics.get(entry.getKey()))
                                .as(entry.getKey())
                                .isCloseTo(entry.getValue().asDouble(), within(1e-5)));
            }
            for (String network : List.of("generator", "discriminator")) {
                learner.tensors()
                        .get(network)
                        .forEach((name, tensor) -> Golden.assertEquals(
                                network + " " + name,
                                tensor,
                                golden.get("after").get(network).get(name),
                                1e-5));
            }
        }
    }

    private static JsonNode golden(String name) {
        return Golden.read("gan/" + name + "-step");
    }

    private static GanLearner.Config config(String name) {
        if (name.equals("dcgan")) {
            return GanLearners.config(NetworkFamily.DCGAN, IMAGE, 8, 4);
        }
        // Schedules over the twelve images of the three steps.
        var optimizer = new OptimizerSettings(new Schedule(1e-3, 2e-4), 0, new Schedule(0.9, 0.99), 1e-8);
        var gamma = new Schedule(2, 0.5);
        return new GanLearner.Config(
                NetworkFamily.R3GAN.generator(IMAGE, new GeneratorConfig(8, 1, 1, Normalization.NONE, 0)),
                NetworkFamily.R3GAN.discriminator(IMAGE, new DiscriminatorConfig(1, 1, Normalization.NONE, false, 0)),
                List.of(),
                Objective.RELATIVISTIC,
                new Penalty(gamma, gamma, 0, 1),
                Augmentation.NONE,
                1,
                false,
                optimizer,
                optimizer,
                1,
                0.05,
                0.012);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcgan", "r3gan"})
    void the_steps_move_every_tensor_by_more_than_the_tolerance(String name) {
        JsonNode golden = golden(name);
        // Else the comparison above would pass for a GAN that does nothing.
        for (String network : List.of("generator", "discriminator")) {
            golden.get("after").get(network).properties().forEach(entry -> {
                float[] before = Golden.values(golden.get("before").get(network).get(entry.getKey()));
                float[] after = Golden.values(entry.getValue());
                double moved = 0;
                for (int i = 0; i < after.length; i++) {
                    moved += Math.abs(after[i] - before[i]) / after.length;
                }
                assertThat(moved).as(entry.getKey()).isGreaterThan(1e-4);
            });
        }
    }

    private static void load(GanLearner learner, JsonNode golden) {
        try (var _ = GradientMode.off()) {
            for (String network : List.of("generator", "discriminator")) {
                JsonNode before = golden.get("before").get(network);
                Map<String, Tensor> tensors = learner.tensors().get(network);
                assertThat(tensors).hasSize(before.size());
                tensors.forEach((name, tensor) -> tensor.copyFrom_(Golden.tensor(before.get(name))));
            }
        }
    }
}
