package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.network.NetworkFamily;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcatRealFakeTest {
    private static final GanLearner.Config APART = GanLearners.tiny(NetworkFamily.MLP);
    private static final GanLearner.Config JOINT = GanLearners.config(
            APART.generator(), APART.discriminator(), APART.objective(), Penalty.NONE, Augmentation.NONE, 1, true);

    private static double lossOfFirstStep(GanLearner.Config config, Tensor real, Tensor z) {
        try (GanLearner learner = new GanLearner(config, 0, Device.CPU, Precision.FP32)) {
            return learner.stepFrom(real, z).get("discriminator-loss");
        }
    }

    @Test
    void reals_and_fakes_are_normalized_together() {
        try (var _ = TensorScope.open();
                Network generator = Network.initialized(
                        JOINT.generator(), Device.CPU, Precision.FP32, new RandomStream("generator-weights", 0));
                Network discriminator = Network.initialized(
                        JOINT.discriminator(),
                        Device.CPU,
                        Precision.FP32,
                        new RandomStream("discriminator-weights", 0))) {
            Tensor real = GanLearners.images(1, 12);
            Tensor z = new RandomStream("z", 1).normal(Device.CPU, 12, 8);
            Tensor fake = generator.forward(z, Mode.TRAIN);
            Tensor both = discriminator.forward(Tensors.concatenate(List.of(real, fake), 0), Mode.TRAIN);
            double together = JOINT.objective()
                    .discriminatorLosses(both.narrow(0, 0, 12), both.narrow(0, 12, 12))
                    .mean()
                    .item();
            assertThat(lossOfFirstStep(JOINT, real, z)).isCloseTo(together, within(1e-6));
            assertThat(lossOfFirstStep(APART, real, z)).isNotCloseTo(together, within(1e-3));
        }
    }
}
