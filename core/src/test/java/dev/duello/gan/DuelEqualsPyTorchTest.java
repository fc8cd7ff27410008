package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole step of both players against {@code bench/reference/dcgan_step.py}. */
class DuelEqualsPyTorchTest {
    private static final JsonNode GOLDEN = Golden.read("gan/dcgan-step");

    @Test
    void three_steps_equal_pytorch() {
        try (var _ = TensorScope.open();
                var duel = new Duel(
                        Duels.rules(NetworkFamily.DCGAN, Shape.of(1, 16, 16), 8, 4), 1, Device.CPU, Precision.FP32)) {
            load(duel);
            JsonNode steps = GOLDEN.get("steps");
            for (int i = 0; i < steps.size(); i++) {
                Tensor real = Golden.tensor(GOLDEN.get("reals").get(i));
                Tensor z = Golden.tensor(GOLDEN.get("latents").get(i));
                Map<String, Double> statistics = duel.stepFrom(real, z);
                JsonNode expected = steps.get(i);
                assertThat(expected).isNotEmpty();
                expected.properties()
                        .forEach(entry -> assertThat(statistics.get(entry.getKey()))
                                .as(entry.getKey())
                                .isCloseTo(entry.getValue().asDouble(), within(1e-5)));
            }
            for (String network : List.of("generator", "discriminator")) {
                duel.tensors()
                        .get(network)
                        .forEach((name, tensor) -> Golden.assertEquals(
                                network + " " + name,
                                tensor,
                                GOLDEN.get("after").get(network).get(name),
                                1e-5));
            }
        }
    }

    @Test
    void the_steps_move_every_tensor_by_more_than_the_tolerance() {
        // Else the comparison above would pass for a duel that does nothing.
        for (String network : List.of("generator", "discriminator")) {
            GOLDEN.get("after").get(network).properties().forEach(entry -> {
                float[] before = Golden.values(GOLDEN.get("before").get(network).get(entry.getKey()));
                float[] after = Golden.values(entry.getValue());
                double moved = 0;
                for (int i = 0; i < after.length; i++) {
                    moved += Math.abs(after[i] - before[i]) / after.length;
                }
                assertThat(moved).as(entry.getKey()).isGreaterThan(1e-4);
            });
        }
    }

    private static void load(Duel duel) {
        try (var _ = GradientMode.off()) {
            for (String network : List.of("generator", "discriminator")) {
                JsonNode before = GOLDEN.get("before").get(network);
                Map<String, Tensor> tensors = duel.tensors().get(network);
                assertThat(tensors).hasSize(before.size());
                tensors.forEach((name, tensor) -> tensor.copyFrom_(Golden.tensor(before.get(name))));
            }
        }
    }
}
