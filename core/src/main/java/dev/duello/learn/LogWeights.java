package dev.duello.learn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * Bounds of the log-likelihood of samples from the logarithms of importance weights {@code w = p(x, z) / q(z | x)}, {@code [N, K]}
 * for K draws of z from q.
 */
public final class LogWeights {
    private LogWeights() {}

    /** The evidence lower bound, the mean of {@code log w} (Kingma and Welling, 2014, equation 2). @return {@code [N]} in nats */
    public static Tensor evidenceBound(Tensor logWeights) {
        return logWeights.mean(1);
    }

    /**
     * The importance-weighted bound {@code log (1/K sum w)} (Burda et al., 2016, equation 8): never less than the evidence lower
     * bound of the same draws, and closer to the log-likelihood with each more of them.
     *
     * @return {@code [N]} in nats
     */
    public static Tensor importanceBound(Tensor logWeights) {
        Tensor largest = logWeights.largest(1);
        Tensor relative = Functions.exp(logWeights.subtract(largest.reshape(-1, 1)));
        return Functions.log(relative.mean(1)).add(largest);
    }

    /**
     * Nats of a sample as bits for each of its numbers, by how many bits each number would take on average in a code that the model
     * makes: {@code -nats / (D log 2)}. Of a density, what lies within one step of the stored numbers counts, so that
     * {@code log width} is added for each number.
     *
     * @param nats log-likelihood of one sample, or a bound of it
     * @param numbers D, of one sample
     * @param width of one step of the stored numbers in [-1, 1]; 1 where the likelihood is no density
     */
    public static double bitsPerDimension(double nats, long numbers, double width) {
        return (-nats / numbers - Math.log(width)) / Math.log(2);
    }
}
