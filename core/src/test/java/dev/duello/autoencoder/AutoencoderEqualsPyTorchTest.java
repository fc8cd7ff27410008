package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.Batch;
import dev.duello.learn.Compute;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole steps against {@code bench/reference/vae_step.py}. */
class AutoencoderEqualsPyTorchTest {
    @Test
    void two_steps_equal_pytorch() {
        JsonNode golden = Golden.read("autoencoder/autoencoder-step");
        AutoencoderSettings settings = new AutoencoderSettings(
                NetworkFamily.DCGAN,
                ReconstructionLoss.MEAN_SQUARED_ERROR,
                8,
                LatentDensity.GAUSSIAN,
                new AutoencoderSettings.Encoder(4, 1, Normalization.BATCH),
                new AutoencoderSettings.Decoder(4, 1, Normalization.BATCH),
                new OptimizerSettings(Schedule.constant(2e-4), 0.5, Schedule.constant(0.999), 1e-4),
                new AutoencoderSettings.Ema(1, 0.05));
        SampleSpec spec = new SampleSpec(Shape.of(1, 16, 16), List.of());
        LearnerSetup setup = new LearnerSetup(
                settings.architectures(spec),
                spec,
                Annealing.over(1),
                1,
                new Compute(Device.CPU, Precision.FP32, 1, ProcessGroup.SINGLE),
                8,
                0,
                GradientRule.MEAN);
        try (var _ = TensorScope.open();
                Autoencoder autoencoder = new Autoencoder(settings, setup)) {
            load(autoencoder.tensors(), golden.get("before"));
            for (int i = 0; i < golden.get("samples").size(); i++) {
                Tensor samples = Golden.tensor(golden.get("samples").get(i));
                Map<String, Double> statistics = autoencoder.step(new Batch(samples, Tensors.of(new long[8], 8)));
                assertThat(statistics.get("reconstruction-loss"))
                        .isCloseTo(
                                golden.get("steps")
                                        .get(i)
                                        .get("reconstruction-loss")
                                        .asDouble(),
                                within(1e-5));
            }
            for (String network : List.of("encoder", "decoder")) {
                autoencoder
                        .tensors()
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
            for (String network : List.of("encoder", "decoder")) {
                assertThat(tensors.get(network)).hasSize(before.get(network).size());
                tensors.get(network)
                        .forEach((name, tensor) -> tensor.copyFrom_(
                                Golden.tensor(before.get(network).get(name))));
            }
        }
    }
}
