package dev.duello.autoencoder.variational;

import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;

/**
 * The variance of a Gaussian reconstruction: a fixed one, or the one of greatest likelihood, which is the mean squared error of the
 * batch (Rybkin et al., 2021, equation 7). There the derivative of the loss with respect to the variance is 0, so that gradients
 * treat it as a constant.
 *
 * @param fixed more than 0, or 0 to fit it
 */
record OutputVariance(double fixed) {
    /** What rounding to 256 values leaves: a constant image must not have an infinite density. */
    static final double SMALLEST = Math.pow(2.0 / 255, 2) / 12;

    /** For a batch. @param outputs in the shape of {@code samples} */
    double of(Tensor samples, Tensor outputs) {
        if (fixed > 0) {
            return fixed;
        }
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            return Math.max(SMALLEST, outputs.subtract(samples).square().mean().item());
        }
    }
}
