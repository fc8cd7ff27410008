package dev.duello.autoencoder.variational;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * What an encoder says of the latents of samples: a Gaussian with independent numbers for each, {@code q(z | x)}.
 *
 * @param mean {@code [N, latent]}
 * @param logVariance of the same shape
 */
record Posterior(Tensor mean, Tensor logVariance) {
    /** The halves of what an encoder gives, {@code [N, 2 * latent]}: means, and then logarithms of variances. */
    static Posterior of(Tensor statistics) {
        long latent = statistics.size(1) / 2;
        return new Posterior(statistics.narrow(1, 0, latent), statistics.narrow(1, latent, latent));
    }

    /** Latents by the reparameterization trick. @param noise standard normal, of the shape of {@link #mean} */
    Tensor latents(Tensor noise) {
        return mean.addProduct(Functions.exp(logVariance.multiply(0.5)), noise);
    }

    /**
     * The Kullback-Leibler divergence from the standard normal prior, of each latent number: {@code (mean² + variance - 1 - log
     * variance) / 2} (Kingma and Welling, 2014, appendix B).
     *
     * @return {@code [N, latent]} in nats
     */
    Tensor divergences() {
        return mean.square()
                .add(Functions.exp(logVariance))
                .subtract(logVariance)
                .add(-1)
                .multiply(0.5);
    }

    /**
     * {@code log p(z) - log q(z | x)} for latents that {@link #latents} made of this noise.
     *
     * @return {@code [N]} in nats
     */
    Tensor logRatio(Tensor latents, Tensor noise) {
        return noise.square()
                .add(logVariance)
                .subtract(latents.square())
                .multiply(0.5)
                .sum(1);
    }
}
