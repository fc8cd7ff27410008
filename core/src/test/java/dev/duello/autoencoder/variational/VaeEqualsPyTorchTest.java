package dev.duello.autoencoder.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.Batch;
import dev.duello.learn.ObjectMappers;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole steps against {@code bench/reference/vae_step.py}. */
class VaeEqualsPyTorchTest {
    private static final JsonNode GOLDEN = Golden.read("autoencoder/vae-step");

    private static VaeSettings settings(JsonNode settings) {
        double capacity = settings.get("capacity").asDouble();
        return Vaes.settings(
                ObjectMappers.JSON.convertValue(settings.get("reconstruction").asText(), Reconstruction.class),
                0,
                new VaeSettings.Kl(
                        settings.get("beta").asDouble(), 0, settings.get("free").asDouble(), capacity));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "bernoulli", "l1", "squared-error"})
    void two_steps_equal_pytorch(String name) {
        JsonNode expected = GOLDEN.get("cases").get(name);
        VaeSettings settings = settings(expected.get("settings"));
        try (var _ = TensorScope.open();
                Vae vae = Vaes.learner(settings)) {
            load(vae.tensors());
            for (int i = 0; i < GOLDEN.get("samples").size(); i++) {
                Tensor samples = Golden.tensor(GOLDEN.get("samples").get(i));
                long[] labels = new long[Math.toIntExact(samples.size(0))];
                // The capacity of the reference does not rise: this is the end of the schedules.
                Map<String, Double> statistics = vae.stepAt(
                        1,
                        new Batch(samples, Tensors.of(labels, labels.length)),
                        Golden.tensor(GOLDEN.get("noise").get(i)));
                JsonNode step = expected.get("steps").get(i);
                assertThat(step).hasSize(3);
                step.properties()
                        .forEach(entry -> assertThat(statistics.get(entry.getKey()))
                                .as(entry.getKey())
                                .isCloseTo(
                                        entry.getValue().asDouble(),
                                        within(1e-5
                                                * Math.max(
                                                        1,
                                                        Math.abs(
                                                                entry.getValue().asDouble())))));
            }
            for (String network : List.of("encoder", "decoder")) {
                vae.tensors()
                        .get(network)
                        .forEach((key, tensor) -> Golden.assertEquals(
                                network + " " + key,
                                tensor,
                                expected.get("after").get(network).get(key),
                                1e-5));
            }
        }
    }

    private static void load(Map<String, Map<String, Tensor>> tensors) {
        try (var _ = GradientMode.off()) {
            for (String network : List.of("encoder", "decoder")) {
                JsonNode before = GOLDEN.get("before").get(network);
                assertThat(tensors.get(network)).hasSize(before.size());
                tensors.get(network).forEach((name, tensor) -> tensor.copyFrom_(Golden.tensor(before.get(name))));
            }
        }
    }
}
