package dev.duello.learn;

import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;

/** A model of latents and of samples given latents, such as a variational autoencoder, which bounds how likely it makes samples. */
public interface LikelihoodBound {
    /**
     * Logarithms of {@code p(x, z) / q(z | x)} for latents z drawn from q, as {@link LogWeights} takes them.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @param labels INT64 {@code [N]}, the class of each; a model that knows no classes ignores them
     * @param draws latents for each sample, at least 1
     * @return {@code [N, draws]} in nats
     */
    Tensor logWeights(Tensor samples, Tensor labels, int draws, RandomStream random, Weights weights);

    /** Whether these are of a density of continuous samples in [-1, 1], and not of probabilities of black and white. */
    boolean isDensity();
}
