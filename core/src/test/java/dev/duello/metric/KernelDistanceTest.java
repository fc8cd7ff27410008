package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
    @Test
    void equal_distributions_have_a_distance_around_zero_whatever_the_number_of_samples() {
        try (var _ = TensorScope.open()) {
            for (int size : new int[] {50, 200, 800}) {
                double sum = 0;
                double squares = 0;
                for (int trial = 0; trial < 30; trial++) {
                    double distance = KernelDistance.between(
                                    Clouds.normal("a" + trial, size, 8),
                                    Clouds.normal("b" + trial, size, 8),
                                    1,
                                    size,
                                    0)
                            .mean();
                    sum += distance;
                    squares += distance * distance;
                }
                double error = Math.sqrt(squares / 30 / 29);
                assertThat(sum / 30).as("%d samples", size).isCloseTo(0, within(3.5 * error));
            }
        }
    }

    @Test
    void subsets_scatter_around_the_distance_of_all() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 1500, 8);
            Tensor fake = Clouds.normal("fake", 1400, 8).add(0.3);
            double all = KernelDistance.between(real.narrow(0, 0, 1400), fake, 1, 1400, 0)
                    .mean();
            KernelDistance subsets = KernelDistance.between(real, fake, 60, 200, 0);
            assertThat(subsets.deviation()).isPositive();
            assertThat(subsets.mean()).isCloseTo(all, within(4 * subsets.deviation() / Math.sqrt(60)));
        }
    }

    @Test
    void the_seed_chooses_the_subsets() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 300, 8);
            Tensor fake = Clouds.normal("fake", 300, 8);
            KernelDistance first = KernelDistance.between(real, fake, 5, 100, 1);
            assertThat(KernelDistance.between(real, fake, 5, 100, 1)).isEqualTo(first);
            assertThat(KernelDistance.between(real, fake, 5, 100, 2)).isNotEqualTo(first);
        }
    }

    @Test
    void subsets_hold_a_thousand_samples_or_all() {
        try (var _ = TensorScope.open()) {
            Tensor few = Clouds.normal("few", 30, 2);
            Tensor many = Clouds.normal("many", 1200, 2);
            assertThat(KernelDistance.between(few, many, 0).subsetSize()).isEqualTo(30);
            assertThat(KernelDistance.between(many, many, 0))
                    .extracting(KernelDistance::subsets, KernelDistance::subsetSize)
                    .containsExactly(100, 1000);
        }
    }

    @Test
    void more_noise_is_further_away() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 500, 16);
            double before = 0.01;
            for (double noise : new double[] {0.5, 1, 2}) {
                Tensor noisy = Clouds.normal("fake", 500, 16)
                        .add(Clouds.normal("noise", 500, 16).multiply(noise));
                double distance = KernelDistance.between(real, noisy, 3).mean();
                assertThat(distance).isGreaterThan(before);
                before = distance;
            }
        }
    }

    @Test
    void features_that_never_change_have_the_kernel_of_their_means() {
        try (var _ = TensorScope.open()) {
            // (1 + 1)^3 + (9 + 1)^3 - 2 (3 + 1)^3
            assertThat(KernelDistance.between(Clouds.constant(1, 9, 4), Clouds.constant(3, 9, 4), 0)
                            .mean())
                    .isCloseTo(8 + 1000 - 128, within(1e-9));
        }
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        try (var _ = TensorScope.open()) {
            Tensor good = Clouds.normal("x", 20, 4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KernelDistance.between(good, good, 10, 21, 0))
                    .withMessage("Only 20 rows of real features: this metric needs at least 21.");
            assertThatIllegalArgumentException().isThrownBy(() -> KernelDistance.between(good, good, 0, 10, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> KernelDistance.between(good, good, 1, 1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KernelDistance.between(good, good.narrow(0, 0, 1), 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KernelDistance.between(good, Clouds.normal("y", 20, 5), 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KernelDistance.between(Clouds.withNaN(good), good, 0));
        }
    }
}
