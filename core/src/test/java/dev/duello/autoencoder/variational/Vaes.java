package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.AutoencoderSettings;
import dev.duello.data.Batch;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Compute;
import dev.duello.learn.LearnerSettings;
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
import dev.duello.torch.Precision;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;

/** Small variational autoencoders of 16x16 images. */
final class Vaes {
    static final Shape IMAGE = Shape.of(1, 16, 16);
    static final int LATENT = 8;
    static final OptimizerSettings OPTIMIZER =
            new OptimizerSettings(Schedule.constant(2e-4), 0.5, Schedule.constant(0.999), 1e-4);

    private Vaes() {}

    static VaeSettings settings(Reconstruction reconstruction, double variance, VaeSettings.Kl kl) {
        return settings(NetworkFamily.DCGAN, reconstruction, variance, kl, OPTIMIZER);
    }

    static VaeSettings settings(
            NetworkFamily family,
            Reconstruction reconstruction,
            double variance,
            VaeSettings.Kl kl,
            OptimizerSettings optimizer) {
        return new VaeSettings(
                family,
                reconstruction,
                variance,
                LATENT,
                kl,
                new AutoencoderSettings.Encoder(4, 1, Normalization.BATCH),
                new AutoencoderSettings.Decoder(4, 1, Normalization.BATCH),
                optimizer,
                new AutoencoderSettings.Ema(1, 0.05));
    }

    static VaeSettings.Kl plain() {
        return new VaeSettings.Kl(1, 0, 0, 0);
    }

    static LearnerSetup setup(LearnerSettings settings, List<Double> classShares, GradientRule rule) {
        return setup(settings, IMAGE, classShares, rule);
    }

    static LearnerSetup setup(LearnerSettings settings, Shape shape, List<Double> classShares, GradientRule rule) {
        SampleSpec samples = new SampleSpec(shape, classShares);
        return new LearnerSetup(
                settings.architectures(samples),
                samples,
                Annealing.over(1),
                1,
                new Compute(Device.CPU, Precision.FP32, 1, ProcessGroup.SINGLE),
                8,
                0,
                rule);
    }

    static Vae learner(VaeSettings settings) {
        return new Vae(settings, setup(settings, List.of(), GradientRule.MEAN));
    }

    static Batch batch(long seed, int count) {
        Tensor samples = new RandomStream("images", seed).uniform(Device.CPU, -1, 1, count, 1, 16, 16);
        return new Batch(samples, Tensors.of(new long[count], count));
    }

    /** Images of a few brightnesses and slopes. */
    static Dataset dataset(int count) {
        byte[] pixels = new byte[count * 256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 256 * 7 + i % 16 * 5);
        }
        return Datasets.of("shades", new ImageFormat(1, 16, 16), pixels, null, List.of());
    }
}
