package dev.duello.autoencoder;

import dev.duello.nn.Network;
import dev.duello.torch.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * How the codes of an encoder are distributed, and with it the way between codes and latents, where standard normal latents give
 * codes of new samples (ex-post density estimation, Ghosh et al., 2020, section 4). Whoever makes it closes it.
 */
interface LatentDistribution extends AutoCloseable {
    /** Numbers of a latent. */
    int latentLength();

    /** Fits it. @param codes {@code [N, length]} */
    void fit(Tensor codes);

    /** {@code [N, latent length]} to {@code [N, length]}. */
    Tensor codes(Tensor latents);

    /** {@code [N, length]} to {@code [N, latent length]}: of these, {@link #codes} makes the codes again. */
    Tensor latents(Tensor codes);

    /** {@link #codes} as a network of its own, where it is one of layers; whoever asks for it closes it. */
    default Optional<Network> codesNetwork() {
        return Optional.empty();
    }

    /** The same of {@link #latents}. */
    default Optional<Network> latentsNetwork() {
        return Optional.empty();
    }

    /** What to save; writing into them restores. */
    Map<String, Tensor> tensors();

    @Override
    void close();
}
