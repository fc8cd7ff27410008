package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.Weights;
import dev.duello.network.DiscriminatorConfig;
import dev.duello.network.GeneratorConfig;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.nn.Schedule;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples of three spatial axes: voxels, and frames along the time. */
class VolumeGanTest {
    private static final Shape CLIP = Shape.of(1, 8, 16, 16);

    @ParameterizedTest
    @CsvSource({
        "DCGAN_3D, NON_SATURATING, BATCH, NONE, 0, 0, FP32",
        "DCGAN_3D, HINGE, BATCH, SPECTRAL, 0, 0, FP32",
        "DCGAN_3D, WASSERSTEIN, BATCH, NONE, 0, 10, FP32",
        "DCGAN_3D, NON_SATURATING, NONE, NONE, 1, 0, FP32",
        "MOCOGAN, NON_SATURATING, BATCH, NONE, 1, 0, BF16",
        "MOCOGAN, WASSERSTEIN, SPECTRAL, SPECTRAL, 0, 10, FP32",
        "SLICES, NON_SATURATING, BATCH, NONE, 1, 0, BF16",
        "SLICES, WASSERSTEIN, BATCH, NONE, 0, 10, FP32"
    })
    void volumes_are_trained_and_sampled(
            NetworkFamily family,
            Objective objective,
            Normalization generator,
            Normalization discriminator,
            double r1,
            double wganGp,
            Precision precision) {
        GanLearner.Config config = GanLearners.config(
                family.generator(CLIP, new GeneratorConfig(4, 2, 1, generator, 0)),
                family.discriminator(CLIP, new DiscriminatorConfig(2, 1, discriminator, true, 0)),
                objective,
                new Penalty(Schedule.constant(r1), Schedule.constant(0), wganGp, 1),
                Augmentation.NONE,
                1,
                false);
        try (var _ = TensorScope.open();
                var learner = new GanLearner(config, 1, Device.CPU, precision)) {
            Tensor real = new RandomStream("volumes", 1).uniform(Device.CPU, -1, 1, CLIP.batch(4));
            Tensor z = new RandomStream("z", 1).normal(Device.CPU, 2, 4);
            float[] before = learner.model().sample(z, Weights.RAW).toFloats();
            for (int i = 0; i < 3; i++) {
                Map<String, Double> told = GanLearners.step(learner, real);
                assertThat(told.values()).allMatch(Double::isFinite);
            }
            Tensor after = learner.model().sample(z, Weights.RAW);
            assertThat(after.shape()).containsExactly(CLIP.batch(2));
            assertThat(after.toFloats()).isNotEqualTo(before);
        }
    }
}
