package dev.duello.learn;

import dev.duello.torch.Tensor;
import java.util.Optional;

/** A network that tells real samples from generated ones, such as a discriminator. */
public interface Critic {
    /**
     * One logit a sample, each computed from the sample alone.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @return logits {@code [N]}: positive means real; of a critic that knows classes, of the class that suits best
     */
    Tensor logits(Tensor samples);

    /**
     * The same for samples of one class.
     *
     * @param label of a critic that knows classes
     * @return logits {@code [N]}
     */
    Tensor logits(Tensor samples, int label);

    /** The network whose result is {@link #logits(Tensor)}, for looking inside, where there is a single one. */
    default Optional<NetworkView> view() {
        return Optional.empty();
    }

    /** The same for {@link #logits(Tensor, int)}. */
    default Optional<NetworkView> view(int label) {
        return Optional.empty();
    }
}
