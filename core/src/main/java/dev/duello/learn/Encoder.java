package dev.duello.learn;

import dev.duello.torch.Tensor;

/** A network that finds the latents of given samples, such as that of an autoencoder. */
public interface Encoder {
    /**
     * Latents of which {@link Model#sample} makes samples like the given ones, each found from its sample alone.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @param weights those that {@link Model#sample} is to use as well
     * @return {@code [N, latent shape]}
     */
    Tensor encode(Tensor samples, Weights weights);
}
