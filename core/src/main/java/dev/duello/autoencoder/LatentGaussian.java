package dev.duello.autoencoder;

import dev.duello.nn.Architecture;
import dev.duello.nn.Initializer;
import dev.duello.nn.Linear;
import dev.duello.nn.Network;
import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the codes of an encoder are distributed, as a Gaussian with full covariance, and with it the way between codes and
 * standardized latents: {@code code = mean + factor * latent}, where {@code factor} is the Cholesky factor of the covariance. The
 * latents of the samples that it was fitted to have mean 0 and covariance 1, so that standard normal numbers are latents of new
 * samples. An autoencoder alone gives no distribution to draw from; this is the simplest ex-post density estimate (Ghosh et al.,
 * 2020, section 4). Whoever makes it closes it.
 */
final class LatentGaussian implements LatentDistribution {
    /** A direction in which codes hardly differ counts as one with this share of the mean variance, so that it can be undone. */
    private static final double SMALLEST = 1e-6;

    private final Tensor mean;
    private final Tensor factor;
    private final Tensor inverse;

    /** The standard normal distribution, until {@link #fit}. */
    LatentGaussian(int length, Device device) {
        double[] identity = identity(length);
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            mean = opened.add(Tensors.zeros(device, length).keep());
            factor = opened.add(
                    matrix(identity, length).to(DType.FLOAT32).to(device).copy().keep());
            inverse = opened.add(factor.copy().keep());
            opened.succeeded();
        }
    }

    @Override
    public int latentLength() {
        return Math.toIntExact(mean.elements());
    }

    /**
     * Fits mean and covariance.
     *
     * @param codes {@code [N, length]}; of one alone all directions count as equally likely
     */
    @Override
    public void fit(Tensor codes) {
        int length = Math.toIntExact(mean.elements());
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor exact = codes.to(Device.CPU).to(DType.FLOAT64);
            Tensor center = exact.mean(0);
            Tensor centered = exact.subtract(center);
            double[] covariance = centered.transpose()
                    .matmul(centered)
                    .multiply(1.0 / Math.max(1, codes.size(0) - 1))
                    .toDoubles();
            double[] lower = cholesky(covariance, length);
            copy(center, mean);
            copy(matrix(lower, length), factor);
            copy(matrix(inverse(lower, length), length), inverse);
        }
    }

    private static void copy(Tensor from, Tensor into) {
        into.copyFrom_(from.to(DType.FLOAT32).toDeviceOf(into));
    }

    private static Tensor matrix(double[] rowMajor, int length) {
        return Tensors.of(rowMajor, length, length);
    }

    /** {@code [N, length]} to {@code [N, length]}. */
    @Override
    public Tensor codes(Tensor latents) {
        return latents.matmul(factor.transpose()).add(mean);
    }

    /** {@code [N, length]} to {@code [N, length]}: undoes {@link #codes}. */
    @Override
    public Tensor latents(Tensor codes) {
        return codes.subtract(mean).matmul(inverse.transpose());
    }

    /** {@link #codes} as a network of one layer, float32 on the CPU; the caller closes it. */
    @Override
    public Optional<Network> codesNetwork() {
        return Optional.of(linear(factor, mean));
    }

    /** {@link #latents} as a network of one layer, float32 on the CPU; the caller closes it. */
    @Override
    public Optional<Network> latentsNetwork() {
        try (var _ = TensorScope.open()) {
            return Optional.of(linear(
                    inverse, inverse.matmul(mean.reshape(-1, 1)).reshape(-1).negate()));
        }
    }

    private static Network linear(Tensor weight, Tensor bias) {
        int length = Math.toIntExact(bias.elements());
        Architecture architecture = new Architecture(
                Map.of(Architecture.LATENT, Shape.of(length)),
                List.of(new Linear(length, true)),
                Initializer.LECUN_NORMAL);
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = GradientMode.off()) {
            Network network = opened.add(Network.blank(architecture, Device.CPU, Precision.FP32));
            network.parameters().named("0.linear.weight").copyFrom_(weight);
            network.parameters().named("0.linear.bias").copyFrom_(bias);
            opened.succeeded();
            return network;
        }
    }

    /** What to save; writing into them restores. */
    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("mean", mean);
        tensors.put("factor", factor);
        tensors.put("inverse", inverse);
        return tensors;
    }

    private static double[] identity(int length) {
        double[] identity = new double[length * length];
        for (int i = 0; i < length; i++) {
            identity[i * length + i] = 1;
        }
        return identity;
    }

    /** The lower triangular matrix whose product with its own transpose is {@code covariance}, with a little more on the diagonal. */
    private static double[] cholesky(double[] covariance, int length) {
        double trace = 0;
        for (int i = 0; i < length; i++) {
            trace += covariance[i * length + i];
        }
        double more = trace == 0 ? 1 : SMALLEST * trace / length;
        double[] lower = new double[length * length];
        for (int row = 0; row < length; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = covariance[row * length + column] + (row == column ? more : 0);
                for (int k = 0; k < column; k++) {
                    sum -= lower[row * length + k] * lower[column * length + k];
                }
                // Rounding may leave less than what was added.
                lower[row * length + column] =
                        row == column ? Math.sqrt(Math.max(sum, more)) : sum / lower[column * length + column];
            }
        }
        return lower;
    }

    /** Of a lower triangular matrix. */
    static double[] inverse(double[] lower, int length) {
        double[] inverse = new double[length * length];
        for (int column = 0; column < length; column++) {
            for (int row = column; row < length; row++) {
                double sum = row == column ? 1 : 0;
                for (int k = column; k < row; k++) {
                    sum -= lower[row * length + k] * inverse[k * length + column];
                }
                inverse[row * length + column] = sum / lower[row * length + row];
            }
        }
        return inverse;
    }

    @Override
    public void close() {
        mean.close();
        factor.close();
        inverse.close();
    }
}
