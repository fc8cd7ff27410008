package dev.duello.autoencoder.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.data.Batch;
import dev.duello.learn.LearnerKinds;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.GradientRule;
import dev.duello.torch.GradientMode;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class VaeGanTest {
    private static final List<String> NETWORKS = List.of("encoder", "decoder", "discriminator");

    private static VaeGan learner(double gamma, List<Double> classShares) {
        VaeGanSettings settings = new VaeGanSettings(
                NetworkFamily.DCGAN,
                0,
                gamma,
                Vaes.LATENT,
                Vaes.plain(),
                new AutoencoderSettings.Encoder(4, 1, Normalization.BATCH),
                new AutoencoderSettings.Decoder(4, 1, Normalization.BATCH),
                Vaes.OPTIMIZER,
                new AutoencoderSettings.Ema(1, 0.05),
                new VaeGanSettings.Discriminator(4, 1, Normalization.NONE, Vaes.OPTIMIZER));
        return new VaeGan(settings, Vaes.setup(settings, classShares, GradientRule.MEAN));
    }

    /** Of {@code bench/reference/vae_step.py}, which takes the gradient of each network by itself. */
    @Test
    void two_steps_equal_pytorch() {
        JsonNode golden = Golden.read("autoencoder/vae-gan-step");
        try (var _ = TensorScope.open();
                VaeGan learner = learner(0.1, List.of())) {
            load(learner.tensors(), golden.get("before"));
            for (int i = 0; i < golden.get("samples").size(); i++) {
                Tensor samples = Golden.tensor(golden.get("samples").get(i));
                Map<String, Double> statistics = learner.stepAt(
                        1,
                        new Batch(samples, Tensors.of(new long[8], 8)),
                        Golden.tensor(golden.get("noise").get(i)),
                        Golden.tensor(golden.get("prior").get(i)));
                JsonNode step = golden.get("steps").get(i);
                assertThat(step).hasSize(4);
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
            for (String network : NETWORKS) {
                learner.tensors()
                        .get(network)
                        .forEach((key, tensor) -> Golden.assertEquals(
                                network + " " + key,
                                tensor,
                                golden.get("after").get(network).get(key),
                                1e-5));
            }
        }
    }

    private static void load(Map<String, Map<String, Tensor>> tensors, JsonNode before) {
        try (var _ = GradientMode.off()) {
            for (String network : NETWORKS) {
                assertThat(tensors.get(network)).hasSize(before.get(network).size());
                tensors.get(network)
                        .forEach((name, tensor) -> tensor.copyFrom_(
                                Golden.tensor(before.get(network).get(name))));
            }
        }
    }

    @Test
    void it_learns_with_classes_and_leaves_no_native_memory_behind() throws Exception {
        try (VaeGan learner = learner(0.01, List.of(0.5, 0.5))) {
            run(learner);
            long before = NativeObjects.settled();
            for (int i = 0; i < 5; i++) {
                run(learner);
            }
            assertThat(NativeObjects.settled()).isLessThanOrEqualTo(before);
            assertThat(learner.model().classes()).isEqualTo(2);
            assertThat(learner.firstNonFinite()).isNull();
        }
    }

    private static void run(VaeGan learner) {
        try (var _ = TensorScope.open()) {
            assertThat(learner.step(Vaes.batch(1, 8)).values())
                    .allSatisfy(value -> assertThat(value).isFinite());
        }
    }

    @Test
    void every_number_of_a_step_has_a_label() {
        assertThat(new VaeGanKind().statistics())
                .allSatisfy(statistic ->
                        assertThat(LearnerKinds.statistic(statistic.key())).contains(statistic));
    }
}
