package dev.duello.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconstructionLossTest {
    private static final double[] SAMPLES = {-1, 0.5, 1, -0.2};
    private static final double[] RECONSTRUCTIONS = {-0.5, 0.5, 0.75, 0.9};

    private static double closedForm(ReconstructionLoss loss, double x, double y) {
        double t = (x + 1) / 2;
        double p = (y + 1) / 2;
        return switch (loss) {
            case MEAN_SQUARED_ERROR -> (x - y) * (x - y);
            case L1 -> Math.abs(x - y);
            case BINARY_CROSS_ENTROPY -> -t * Math.log(p) - (1 - t) * Math.log(1 - p);
        };
    }

    private static Tensor row(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, 2, 1, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void each_sample_has_the_mean_of_the_closed_form_over_its_pixels(ReconstructionLoss loss) {
        try (var _ = TensorScope.open()) {
            float[] losses = loss.losses(row(SAMPLES), row(RECONSTRUCTIONS)).toFloats();
            for (int i = 0; i < 2; i++) {
                double expected = (closedForm(loss, SAMPLES[2 * i], RECONSTRUCTIONS[2 * i])
                                + closedForm(loss, SAMPLES[2 * i + 1], RECONSTRUCTIONS[2 * i + 1]))
                        / 2;
                assertThat(losses[i]).isCloseTo((float) expected, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_gradient_is_that_of_finite_differences(ReconstructionLoss loss) {
        try (var _ = TensorScope.open()) {
            Tensor samples = new RandomStream("samples", 1).uniform(Device.CPU, -1, 1, 3, 1, 2, 2);
            Tensor guesses = new RandomStream("guesses", 2).uniform(Device.CPU, -0.9, 0.9, 3, 1, 2, 2);
            Tensor watched = guesses.copy().requiresGradient_(true);
            float[] found = Autograd.gradients(loss.losses(samples, watched).sum(), List.of(watched), false)
                    .getFirst()
                    .toFloats();
            double[] x = samples.toDoubles();
            double[] y = guesses.toDoubles();
            double step = 1e-6;
            for (int i = 0; i < y.length; i++) {
                double slope = (closedForm(loss, x[i], y[i] + step) - closedForm(loss, x[i], y[i] - step)) / (2 * step);
                assertThat((double) found[i]).isCloseTo(slope / 4, within(1e-4));
            }
        }
    }

    @Test
    void a_cross_entropy_stays_finite_where_the_decoder_is_sure_and_wrong() {
        try (var _ = TensorScope.open()) {
            Tensor watched = row(new double[] {1, -1, 1, -1}).requiresGradient_(true);
            Tensor losses = ReconstructionLoss.BINARY_CROSS_ENTROPY.losses(row(new double[] {-1, 1, 1, -1}), watched);
            float[] gradients = Autograd.gradients(losses.sum(), List.of(watched), false)
                    .getFirst()
                    .toFloats();
            assertThat(losses.toFloats()).containsExactly(100, 0);
            for (float gradient : gradients) {
                assertThat(gradient).as(Arrays.toString(gradients)).isFinite();
            }
        }
    }
}
