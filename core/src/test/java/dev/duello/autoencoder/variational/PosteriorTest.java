package dev.duello.autoencoder.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class PosteriorTest {
    private static Posterior posterior(double mean, double variance, int rows) {
        Tensor both = Tensors.zeros(Device.CPU, rows, 2);
        both.narrow(1, 0, 1).fill_(mean);
        both.narrow(1, 1, 1).fill_(Math.log(variance));
        return Posterior.of(both);
    }

    @Test
    void the_divergence_is_that_of_the_closed_form() {
        try (var _ = TensorScope.open()) {
            assertThat(posterior(0, 1, 1).divergences().item()).isZero();
            assertThat(posterior(2, 1, 1).divergences().item()).isCloseTo(2, within(1e-6));
            assertThat(posterior(1, 0.25, 1).divergences().item())
                    .isCloseTo((1 + 0.25 - 1 - Math.log(0.25)) / 2, within(1e-6));
        }
    }

    @Test
    void the_mean_log_ratio_of_draws_is_the_negative_divergence() {
        try (var _ = TensorScope.open()) {
            Posterior posterior = posterior(0.7, 0.3, 100_000);
            Tensor noise = new RandomStream("noise", 1).normal(Device.CPU, 100_000, 1);
            Tensor z = posterior.latents(noise);
            assertThat(z.mean().item()).isCloseTo(0.7, within(0.01));
            assertThat(z.square().mean().item()).isCloseTo(0.3 + 0.49, within(0.02));
            assertThat(posterior.logRatio(z, noise).mean().item())
                    .isCloseTo(-posterior.divergences().mean().item(), within(0.01));
        }
    }

    @Test
    void free_bits_cost_as_much_as_they_are_free_and_have_no_gradient() {
        try (var _ = TensorScope.open()) {
            // Columns with means 0.2 and 3.
            Tensor divergences =
                    Tensors.of(new float[] {0.1f, 2, 0.3f, 4}, 2, 2).requiresGradient_(true);
            Tensor each = new DivergenceTerm(2, 0.5, 0).of(divergences);
            assertThat(each.mean().item()).isCloseTo(2 * (0.5 + 3), within(1e-6));
            float[] gradient = Autograd.gradients(each.mean(), List.of(divergences), false)
                    .getFirst()
                    .toFloats();
            assertThat(gradient).containsExactly(0, 1, 0, 1);
        }
    }

    @Test
    void a_capacity_draws_the_mean_divergence_to_itself_from_both_sides() {
        try (var _ = TensorScope.open()) {
            Tensor divergences = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
            assertThat(new DivergenceTerm(10, 0, 4).of(divergences).mean().item())
                    .isCloseTo(10, within(1e-5));
            assertThat(new DivergenceTerm(10, 0, 7).of(divergences).mean().item())
                    .isCloseTo(20, within(1e-5));
        }
    }

    @Test
    void a_unit_is_active_when_its_mean_varies() {
        double[] means = new double[30];
        for (int row = 0; row < 10; row++) {
            means[3 * row] = row;
            means[3 * row + 1] = 5;
            means[3 * row + 2] = 0.09 * (row % 2);
        }
        assertThat(PosteriorCollapse.activeUnits(means, 3)).isEqualTo(1);
        means[5] = 3;
        assertThat(PosteriorCollapse.activeUnits(means, 3)).isEqualTo(2);
    }
}
