package dev.duello.learn;

import dev.duello.torch.Tensor;

/** A network from samples to latents, of which the model's {@code sample} makes the samples again as well as it can. */
public interface Encoder {
    /**
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @return latents {@code [N, latent shape]}
     */
    Tensor encode(Tensor samples);
}
