package dev.duello.autoencoder.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.autoencoder.LinearGaussian;
import dev.duello.data.Batch;
import dev.duello.learn.LearnerSetup;
import dev.duello.learn.LogWeights;
import dev.duello.learn.Weights;
import dev.duello.network.NetworkFamily;
import dev.duello.nn.Annealing;
import dev.duello.nn.GradientRule;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A linear decoder makes probabilistic PCA of a VAE, whose greatest likelihood is known (Tipping and Bishop, 1999). */
@Tag("slow")
class LinearVaeTest {
    private static final int COUNT = 400;

    @Test
    void a_linear_vae_reaches_the_maximum_likelihood_of_probabilistic_pca() {
        VaeSettings settings = new VaeSettings(
                NetworkFamily.MLP,
                Reconstruction.GAUSSIAN,
                0,
                LinearGaussian.LATENT,
                Vaes.plain(),
                Vaes.settings(Reconstruction.GAUSSIAN, 0, Vaes.plain()).encoder(),
                Vaes.settings(Reconstruction.GAUSSIAN, 0, Vaes.plain()).decoder(),
                new OptimizerSettings(new Schedule(2e-2, 1e-4), 0.9, Schedule.constant(0.99), 1e-8),
                new AutoencoderSettings.Ema(0, 0));
        LearnerSetup usual = Vaes.setup(settings, LinearGaussian.SHAPE, List.of(), GradientRule.MEAN);
        LearnerSetup linear = new LearnerSetup(
                LinearGaussian.networks(2 * LinearGaussian.LATENT),
                usual.samples(),
                Annealing.over(1500 * COUNT / 1000.0),
                1,
                usual.compute(),
                COUNT,
                0,
                GradientRule.MEAN);
        try (var _ = TensorScope.open();
                Vae vae = new Vae(settings, linear)) {
            Tensor samples = LinearGaussian.samples(COUNT);
            Batch batch = new Batch(samples, Tensors.of(new long[COUNT], COUNT));
            for (int i = 0; i < 1500; i++) {
                try (var _ = TensorScope.open()) {
                    vae.step(batch);
                }
            }
            Tensor weights = vae.model()
                    .likelihood()
                    .orElseThrow()
                    .logWeights(samples, batch.labels(), 100, new RandomStream("draws", 1), Weights.RAW);
            double best = maximum(samples);
            double elbo = LogWeights.evidenceBound(weights).mean().item();
            assertThat(elbo).isCloseTo(best, within(0.01 * Math.abs(best)));
            // The posterior is exact there, so that more draws find nothing more.
            assertThat(LogWeights.importanceBound(weights).mean().item())
                    .isCloseTo(best, within(0.01 * Math.abs(best)));
        }
    }

    private static double maximum(Tensor samples) {
        double[] values = LinearGaussian.principal(samples).values().toDoubles();
        int rest = LinearGaussian.NUMBERS - LinearGaussian.LATENT;
        double noise = 0;
        for (int i = 0; i < rest; i++) {
            noise += values[i] / rest;
        }
        double logDeterminant = rest * Math.log(noise);
        for (int i = rest; i < LinearGaussian.NUMBERS; i++) {
            logDeterminant += Math.log(values[i]);
        }
        return -0.5 * (LinearGaussian.NUMBERS * (Math.log(2 * Math.PI) + 1) + logDeterminant);
    }
}
