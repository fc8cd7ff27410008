package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class LatentGaussianTest {
    /** Codes {@code x = mean + A z} with a mixing matrix of known covariance A Aᵀ. */
    private static final double[][] MIXING = {{2, 0, 0}, {1, 0.5, 0}, {-1, 0.25, 0.1}};

    private static final double[] MEAN = {3, -1, 0.5};

    private static Tensor codes(int count) {
        Tensor standard = new RandomStream("codes", 1).normal(Device.CPU, count, 3);
        double[] flat = new double[9];
        for (int i = 0; i < 9; i++) {
            flat[i] = MIXING[i / 3][i % 3];
        }
        return standard.matmul(Tensors.of(flat, 3, 3).like(standard).transpose())
                .add(Tensors.of(MEAN, 3).like(standard));
    }

    private static double[] covariance(Tensor rows) {
        Tensor centered = rows.subtract(rows.mean(0));
        return centered.transpose()
                .matmul(centered)
                .multiply(1.0 / (rows.size(0) - 1))
                .toDoubles();
    }

    @Test
    void latents_of_the_codes_that_it_was_fitted_to_have_mean_0_and_covariance_1() {
        try (var _ = TensorScope.open();
                LatentGaussian gaussian = new LatentGaussian(3, Device.CPU)) {
            Tensor codes = codes(4000);
            gaussian.fit(codes);
            Tensor latents = gaussian.latents(codes);
            assertThat(latents.mean(0).toFloats()).containsExactly(new float[3], within(1e-3f));
            assertThat(covariance(latents)).containsExactly(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(2e-3));
        }
    }

    @Test
    void standard_normal_latents_become_codes_of_the_fitted_distribution() {
        try (var _ = TensorScope.open();
                LatentGaussian gaussian = new LatentGaussian(3, Device.CPU)) {
            gaussian.fit(codes(100_000));
            Tensor drawn = gaussian.codes(new RandomStream("latents", 2).normal(Device.CPU, 100_000, 3));
            double[] found = covariance(drawn);
            for (int row = 0; row < 3; row++) {
                assertThat(drawn.mean(0).toDoubles()[row]).isCloseTo(MEAN[row], within(0.03));
                for (int column = 0; column < 3; column++) {
                    double expected = 0;
                    for (int k = 0; k < 3; k++) {
                        expected += MIXING[row][k] * MIXING[column][k];
                    }
                    assertThat(found[3 * row + column]).isCloseTo(expected, within(0.06));
                }
            }
        }
    }

    @Test
    void codes_and_latents_undo_each_other() {
        try (var _ = TensorScope.open();
                LatentGaussian gaussian = new LatentGaussian(3, Device.CPU)) {
            Tensor codes = codes(500);
            assertThat(gaussian.codes(gaussian.latents(codes)).toFloats())
                    .as("before it was fitted")
                    .containsExactly(codes.toFloats());
            gaussian.fit(codes);
            assertThat(gaussian.codes(gaussian.latents(codes)).toFloats())
                    .containsExactly(codes.toFloats(), within(1e-4f));
        }
    }

    @Test
    void directions_without_any_spread_do_no_harm() {
        try (var _ = TensorScope.open();
                LatentGaussian gaussian = new LatentGaussian(3, Device.CPU)) {
            // The third coordinate never changes, and the second follows the first.
            Tensor flat = Tensors.of(new float[] {1, 2, 5, 2, 4, 5, 3, 6, 5, -1, -2, 5}, 4, 3);
            gaussian.fit(flat);
            assertThat(gaussian.codes(gaussian.latents(flat)).toFloats())
                    .containsExactly(flat.toFloats(), within(1e-3f));

            Tensor one = Tensors.of(new float[] {1, 2, 5}, 1, 3);
            gaussian.fit(one);
            assertThat(gaussian.codes(gaussian.latents(one)).toFloats()).containsExactly(one.toFloats(), within(1e-5f));
        }
    }
}
