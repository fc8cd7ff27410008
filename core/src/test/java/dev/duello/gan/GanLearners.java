package dev.duello.gan;

import dev.duello.data.Batch;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Architecture;
import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;

/** Small GANs for tests. */
final class GanLearners {
    private static final OptimizerSettings ADAM =
            new OptimizerSettings(Schedule.constant(2e-4), 0.5, Schedule.constant(0.999), 1e-8);

    private GanLearners() {}

    static GanLearner.Config config(NetworkFamily family, Shape image, int latent, int width) {
        return config(
                family.generator(image, generator(latent, width)),
                family.discriminator(image, discriminator(width)),
                Objective.NON_SATURATING,
                Penalty.NONE,
                Augmentation.NONE,
                1,
                false);
    }

    static GanLearner.Config config(
            Architecture generator,
            Architecture discriminator,
            Objective objective,
            Penalty penalty,
            Augmentation augmentation,
            int discriminatorSteps,
            boolean concatRealFake) {
        return new GanLearner.Config(
                generator,
                discriminator,
                List.of(),
                objective,
                penalty,
                augmentation,
                discriminatorSteps,
                concatRealFake,
                ADAM,
                ADAM,
                1,
                0.05,
                1);
    }

    /** As published: batch normalization, no classes. */
    static GeneratorConfig generator(int latent, int width) {
        return new GeneratorConfig(latent, width, 1, Normalization.BATCH, 0);
    }

    static DiscriminatorConfig discriminator(int width) {
        return new DiscriminatorConfig(width, 1, Normalization.BATCH, false, 0);
    }

    /** Labels of images that have none. */
    static Tensor noLabels(long count) {
        return Tensors.of(new long[(int) count], count);
    }

    static Map<String, Double> step(GanLearner learner, Tensor images) {
        return learner.step(new Batch(images, noLabels(images.size(0))));
    }

    /** Gray 16×16 images, small enough for hundreds of steps. */
    static GanLearner.Config tiny(NetworkFamily family) {
        return config(family, Shape.of(1, 16, 16), 8, 4);
    }

    /** Numbers in [-1, 1) in the place of images. */
    static Tensor images(long seed, int count) {
        return new RandomStream("images", seed).uniform(Device.CPU, -1, 1, count, 1, 16, 16);
    }
}
