package dev.duello.autoencoder.variational;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/** What a sample costs given what the decoder makes of its latent, as the sum over all of its numbers. */
public enum Reconstruction {
    /**
     * Each number, brought to [0, 1], is the probability of white of a pixel that is black or white: {@code -t log p - (1 - t) log(1 -
     * p)}. The usual choice for black and white images, and often taken for gray ones as well.
     */
    @JsonProperty("bernoulli")
    BERNOULLI(true) {
        @Override
        Tensor nats(Tensor samples, Tensor outputs, double variance) {
            Tensor targets = samples.add(1).multiply(0.5);
            return sum(Functions.softplus(outputs).subtract(targets.multiply(outputs)));
        }
    },

    /** A Gaussian around what the decoder gives: {@code (x - y)² / (2 v) + log(2 π v) / 2}, v being one variance for all numbers. */
    @JsonProperty("gaussian")
    GAUSSIAN(true) {
        @Override
        Tensor nats(Tensor samples, Tensor outputs, double variance) {
            long numbers = samples.elements() / Math.max(1, samples.size(0));
            return sum(outputs.subtract(samples).square())
                    .multiply(0.5 / variance)
                    .add(0.5 * numbers * Math.log(2 * Math.PI * variance));
        }
    },

    /** {@code |x - y|}: no likelihood, only a loss. */
    @JsonProperty("l1")
    L1(false) {
        @Override
        Tensor nats(Tensor samples, Tensor outputs, double variance) {
            return sum(outputs.subtract(samples).abs());
        }
    },

    /** {@code (x - y)²}: no likelihood, only a loss. */
    @JsonProperty("squared-error")
    SQUARED_ERROR(false) {
        @Override
        Tensor nats(Tensor samples, Tensor outputs, double variance) {
            return sum(outputs.subtract(samples).square());
        }
    };

    private final boolean isLikelihood;

    Reconstruction(boolean isLikelihood) {
        this.isLikelihood = isLikelihood;
    }

    /** Whether it is a negative log-likelihood, so that there is a lower bound of the evidence. */
    boolean isLikelihood() {
        return isLikelihood;
    }

    /**
     * Of each sample.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @param outputs of the decoder, of the same shape; for {@link #BERNOULLI} logits
     * @param variance of {@link #GAUSSIAN}
     * @return {@code [N]}
     */
    abstract Tensor nats(Tensor samples, Tensor outputs, double variance);

    private static Tensor sum(Tensor numbers) {
        return numbers.reshape(numbers.size(0), -1).sum(1);
    }
}
