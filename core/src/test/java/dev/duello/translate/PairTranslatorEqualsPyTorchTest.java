package dev.duello.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.nn.GradientRule;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps against {@code bench/reference/translate_step.py}. */
class PairTranslatorEqualsPyTorchTest {
    private static final List<String> NETWORKS = List.of("generator", "discriminator");

    @ParameterizedTest
    @CsvSource({"pix2pix-step, 0", "pix2pix-class-step, 3"})
    void two_steps_of_both_networks_equal_pytorch(String file, int classes) {
        JsonNode golden = Golden.read("translate/" + file);
        try (var _ = TensorScope.open();
                var learner =
                        new PairTranslator(Tiny.pix2pix(), Tiny.setup(Tiny.pix2pix(), GradientRule.MEAN, classes))) {
            load(learner.tensors(), golden.get("before"));
            for (int i = 0; i < 2; i++) {
                Map<String, Double> statistics = learner.stepFrom(
                        Condition.of(
                                Golden.tensor(golden.get("sources").get(i)),
                                labels(golden.path("labels").path(i)),
                                classes),
                        Golden.tensor(golden.get("targets").get(i)),
                        Golden.tensor(golden.get("noise").get(i)),
                        Golden.tensor(golden.get("other-noise").get(i)));
                golden.get("steps")
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
                                golden.get("after").get(network).get(name),
                                1e-5));
            }
        }
    }

    private static Tensor labels(JsonNode all) {
        long[] labels = new long[all.size()];
        Arrays.setAll(labels, i -> all.get(i).asLong());
        return Tensors.of(labels, labels.length);
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

    @ParameterizedTest
    @ValueSource(strings = {"pix2pix-step", "pix2pix-class-step"})
    void the_steps_move_every_tensor_by_more_than_the_tolerance(String name) {
        JsonNode golden = Golden.read("translate/" + name);
        for (String network : NETWORKS) {
            golden.get("after").get(network).properties().forEach(entry -> {
                float[] before = Golden.values(golden.get("before").get(network).get(entry.getKey()));
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
