package dev.duello.learn;

import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import java.util.Optional;

/**
 * A trained model: it generates samples, and may do more. It needs no optimizer, and holds each network only from when it is
 * first needed. One whose kind is not {@link LearnerKind#isGenerative generative} throws {@link UnsupportedOperationException}
 * when it is asked for latents or samples. Whoever opens it closes it; one that a {@link Learner} gives belongs to the learner.
 * Not thread-safe.
 */
public interface Model extends AutoCloseable {
    /** Where its tensors are. */
    Device device();

    /** The shape of one sample, {@code [C, spatial...]}. */
    Shape sampleShape();

    /** The shape of one latent. */
    Shape latentShape();

    /** How many classes it knows, 0 for none. */
    int classes();

    /**
     * Latents {@code [count, latent shape]}; of a model that knows classes, each has one, as often as in the data: its last
     * {@link #classes} numbers are 0 but for a 1.
     */
    Tensor latents(int count, RandomStream random);

    /** Latents {@code [count, latent shape]} of one class, by its label. */
    Tensor latentsOfClass(int label, int count, RandomStream random);

    /**
     * Makes samples, each independent of its neighbors.
     *
     * @param latents {@code [N, latent shape]}
     * @return {@code [N, C, spatial...]} in [-1, 1], float32
     */
    Tensor sample(Tensor latents, Weights weights);

    /** What tells real samples from generated ones, where the model has it. */
    default Optional<Critic> critic() {
        return Optional.empty();
    }

    /** The network that makes samples {@code [N, C, spatial...]} of latents, for looking inside, where there is a single one. */
    default Optional<NetworkView> generator(Weights weights) {
        return Optional.empty();
    }

    /** What makes samples of others, where the model has it. */
    default Optional<Translator> translator() {
        return Optional.empty();
    }

    /** What finds the latents of samples, where the model has it. */
    default Optional<Encoder> encoder() {
        return Optional.empty();
    }

    /**
     * A part of this model with all that it takes to run it, as one network of its own, float32 on the CPU: for files that other
     * programs read. Whoever asks for it closes it.
     *
     * @return empty when this model has no such part
     */
    default Optional<Network> part(ModelPart part, Weights weights) {
        return Optional.empty();
    }

    /** What bounds the likelihood of samples, where the model has one. */
    default Optional<LikelihoodBound> likelihood() {
        return Optional.empty();
    }

    @Override
    void close();
}
