package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Batch;
import dev.duello.learn.Compute;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.Weights;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A linear autoencoder projects onto the first principal components (Baldi and Hornik, 1989). */
@Tag("slow")
class LinearAutoencoderTest {
    private static final int COUNT = 400;

    @Test
    void a_linear_autoencoder_finds_the_subspace_of_principal_components() {
        AutoencoderSettings settings = new AutoencoderSettings(
                NetworkFamily.MLP,
                ReconstructionLoss.MEAN_SQUARED_ERROR,
                LinearGaussian.LATENT,
                LatentDensity.GAUSSIAN,
                new AutoencoderSettings.Encoder(1, 1, Normalization.NONE),
                new AutoencoderSettings.Decoder(1, 1, Normalization.NONE),
                new OptimizerSettings(new Schedule(2e-2, 1e-4), 0.9, Schedule.constant(0.99), 1e-8),
                new AutoencoderSettings.Ema(0, 0));
        LearnerSetup setup = new LearnerSetup(
                LinearGaussian.networks(LinearGaussian.LATENT),
                new SampleSpec(LinearGaussian.SHAPE, List.of()),
                Annealing.over(1500 * COUNT / 1000.0),
                1,
                new Compute(Device.CPU, Precision.FP32, 1, ProcessGroup.SINGLE),
                COUNT,
                0,
                GradientRule.MEAN);
        try (var _ = TensorScope.open();
                Autoencoder autoencoder = new Autoencoder(settings, setup)) {
            Tensor samples = LinearGaussian.samples(COUNT);
            Batch batch = new Batch(samples, Tensors.of(new long[COUNT], COUNT));
            for (int i = 0; i < 1500; i++) {
                try (var _ = TensorScope.open()) {
                    autoencoder.step(batch);
                }
            }
            Tensor vectors = LinearGaussian.principal(samples)
                    .vectors()
                    .narrow(1, LinearGaussian.NUMBERS - LinearGaussian.LATENT, LinearGaussian.LATENT);
            Tensor centered = LinearGaussian.centered(samples);
            Tensor projected = centered.matmul(vectors).matmul(vectors.transpose());
            Tensor mean = samples.reshape(-1, LinearGaussian.NUMBERS)
                    .to(DType.FLOAT64)
                    .mean(0);
            Tensor found = autoencoder
                    .model()
                    .sample(autoencoder.model().encoder().orElseThrow().encode(samples, Weights.RAW), Weights.RAW)
                    .reshape(-1, LinearGaussian.NUMBERS)
                    .to(DType.FLOAT64)
                    .subtract(mean);
            double rest = centered.subtract(projected).square().mean().item();
            assertThat(found.subtract(centered).square().mean().item()).isCloseTo(rest, within(0.01 * rest));
            assertThat(found.subtract(projected).square().mean().item()).isLessThan(0.01 * rest);
        }
    }
}
