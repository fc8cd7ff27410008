package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole steps against {@code bench/reference/translate_step.py}. */
class PairTranslatorEqualsPyTorchTest {
    private static final JsonNode GOLDEN = Golden.read("translate/pix2pix-step");
    private static final List<String> NETWORKS = List.of("generator", "discriminator");

    @Test
    void two_steps_of_both_networks_equal_pytorch() {
        try (var _ = TensorScope.open();
                var learner = new PairTranslator(Tiny.pix2pix(), Tiny.setup(Tiny.pix2pix()))) {
            load(learner.tensors(), GOLDEN.get("before"));
            for (int i = 0; i < 2; i++) {
                Map<String, Double> statistics = learner.stepFrom(
                        Golden.tensor(GOLDEN.get("sources").get(i)),
                        Golden.tensor(GOLDEN.get("targets").get(i)),
                        Golden.tensor(GOLDEN.get("noise").get(i)),
                        Golden.tensor(GOLDEN.get("other-noise").get(i)));
                GOLDEN.get("steps")
                        .get(i)
                        .properties()
                        .forEach(entry -> assertThat(statistics.get(entry.getKey()))
                                .as(entry.getKey())
                                .isCloseTo(entry.getValue().asDouble(), within(1e-5)));
            }
            for (String network : NETWORKS) {
                learner.tensors()
                        .get(network)
                        .forEach((name, tensor) -> Golden.assertEquals(
                                network + " " + name,
                                tensor,
                                GOLDEN.get("after").get(network).get(name),
                                1e-5));
            }
        }
    }

    static void load(Map<String, Map<String, Tensor>> tensors, JsonNode before) {
        try (var _ = GradientMode.off()) {
            before.properties().forEach(network -> {
                Map<String, Tensor> own = tensors.get(network.getKey());
                assertThat(own).as(network.getKey()).hasSize(network.getValue().size());
                own.forEach((name, tensor) ->
                        tensor.copyFrom_(Golden.tensor(network.getValue().get(name))));
            });
        }
    }

    @Test
    void the_steps_move_every_tensor_by_more_than_the_tolerance() {
        for (String network : NETWORKS) {
            GOLDEN.get("after").get(network).properties().forEach(entry -> {
                float[] before = Golden.values(GOLDEN.get("before").get(network).get(entry.getKey()));
                float[] after = Golden.values(entry.getValue());
                double moved = 0;
                for (int i = 0; i < after.length; i++) {
                    moved += Math.abs(after[i] - before[i]) / after.length;
                }
                assertThat(moved).as(entry.getKey()).isGreaterThan(3e-5);
            });
        }
    }
}
