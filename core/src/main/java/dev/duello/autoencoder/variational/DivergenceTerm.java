package dev.duello.autoencoder.variational;

import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;

/**
 * How much the divergence of the posterior from the prior counts in the loss of a step.
 *
 * @param weight β, by which it is multiplied (Higgins et al., 2017, equation 4)
 * @param freeBits nats that each latent number may carry at no cost, on average over the batch (Kingma et al., 2016, equation 15)
 * @param capacity C, where the loss has {@code β |divergence - C|}, the mean over the batch being drawn to C (Burgess et al., 2018,
 *     equation 8); 0 for the divergence itself
 */
record DivergenceTerm(double weight, double freeBits, double capacity) {
    /**
     * The term of each sample; what it takes the mean of, it takes over these samples.
     *
     * @param divergences see {@link Posterior#divergences}, {@code [N, latent]}
     * @return {@code [N]} in nats
     */
    Tensor of(Tensor divergences) {
        Tensor counted = freeBits > 0 ? aboveFree(divergences) : divergences;
        Tensor sums = counted.sum(1);
        if (capacity > 0) {
            double sign;
            try (var _ = GradientMode.off()) {
                sign = Math.signum(sums.mean().item() - capacity);
            }
            return sums.add(-capacity).multiply(sign * weight);
        }
        return sums.multiply(weight);
    }

    /** The mean of a column is max(free, its mean): a column below it is constant and has no gradient. */
    private Tensor aboveFree(Tensor divergences) {
        Tensor above;
        try (var _ = GradientMode.off()) {
            above = divergences.mean(0).add(-freeBits).sign().relu_();
        }
        return divergences.add(-freeBits).multiply(above).add(freeBits);
    }
}
