package dev.duello.autoencoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/** How far a reconstruction is from its sample: the mean over all elements of a distance, one number a sample. */
public enum ReconstructionLoss {
    /** {@code (x - y)²}, the negative log-likelihood of a Gaussian with fixed variance. */
    @JsonProperty("mean-squared-error")
    MEAN_SQUARED_ERROR(true) {
        @Override
        Tensor distances(Tensor samples, Tensor reconstructions) {
            return reconstructions.subtract(samples).square();
        }
    },

    /** {@code |x - y|}, the negative log-likelihood of a Laplace distribution: sharper edges, less moved by outliers. */
    @JsonProperty("l1")
    L1(true) {
        @Override
        Tensor distances(Tensor samples, Tensor reconstructions) {
            return reconstructions.subtract(samples).abs();
        }
    },

    /** {@code -t log p - (1 - t) log(1 - p)} for both brought to [0, 1]; for gray values read as probabilities of being white. */
    @JsonProperty("binary-cross-entropy")
    BINARY_CROSS_ENTROPY(false) {
        @Override
        Tensor distances(Tensor samples, Tensor reconstructions) {
            return Functions.binaryCrossEntropies(probabilities(reconstructions), probabilities(samples));
        }

        private static Tensor probabilities(Tensor samples) {
            return samples.add(1).multiply(0.5);
        }
    };

    private final boolean takesAnyNumbers;

    ReconstructionLoss(boolean takesAnyNumbers) {
        this.takesAnyNumbers = takesAnyNumbers;
    }

    /** Whether reconstructions may lie outside of [-1, 1]. */
    boolean takesAnyNumbers() {
        return takesAnyNumbers;
    }

    /** Of each element, in the shape of both. */
    abstract Tensor distances(Tensor samples, Tensor reconstructions);

    /**
     * The losses of a batch.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]
     * @param reconstructions of the same shape
     * @return {@code [N]}
     */
    public Tensor losses(Tensor samples, Tensor reconstructions) {
        return distances(samples, reconstructions).reshape(samples.size(0), -1).mean(1);
    }
}
