package dev.duello.autoencoder.variational;

import dev.duello.learn.Latents;
import dev.duello.nn.Mode;
import dev.duello.nn.Network;
import dev.duello.nn.Tape;
import dev.duello.torch.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A discriminator whose feature maps before the verdict are compared as well.
 *
 * @param latents which know the classes that it judges by
 */
record FeatureDiscriminator(Network network, Latents latents) {
    /** All that it sees before its verdict, {@code [N, ...]}. */
    Tensor features(Tensor samples) {
        return network.forward(samples, network.pass(Mode.TRAIN, Map.of(), null), 0, verdict());
    }

    private int verdict() {
        return network.architecture().layers().size() - 1;
    }

    /**
     * Logits of samples, of their own classes.
     *
     * @param z latents of whose classes they are, {@code [N, latent shape]}
     * @return {@code [N]}
     */
    Tensor logits(Tensor samples, Tensor z, @Nullable Tape tape) {
        Tensor all = network.forward(samples, network.pass(Mode.TRAIN, Map.of(), tape));
        return latents.classes() == 0
                ? all.reshape(-1)
                : all.multiply(latents.classesOf(z)).sum(1);
    }
}
