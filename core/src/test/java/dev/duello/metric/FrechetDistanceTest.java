package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    @Test
    void known_normal_distributions_have_their_known_distance() {
        // Axes shared: the distance is |m1 - m2|^2 plus the squared differences of the deviations.
        assertThat(diagonal(
                        new double[] {1, 2, 3}, new double[] {4, 9, 0}, new double[] {0, 2, 5}, new double[] {1, 25, 16
                        }))
                .isCloseTo((1 + 0 + 4) + (1 + 4 + 16), withinPercentage(1e-10));
    }

    @Test
    void rotated_normal_distributions_have_their_known_distance() {
        // For 2x2 matrices, tr(root(A B)) = root(tr(A B) + 2 root(det(A B))).
        double[] a = {2, 1, 1, 3};
        double[] b = {5, -2, -2, 1};
        double traceOfProduct = 2 * 5 + 2 * (1 * -2) + 3 * 1;
        double determinant = (2 * 3 - 1) * (5 * 1 - 4);
        double expected = 5 + 6 - 2 * Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinant));
        try (var _ = TensorScope.open();
                Moments first = Moments.of(10, Tensors.of(new double[2], 2), Tensors.of(a, 2, 2));
                Moments second = Moments.of(10, Tensors.of(new double[2], 2), Tensors.of(b, 2, 2))) {
            assertThat(FrechetDistance.between(first, second)).isCloseTo(expected, withinPercentage(1e-10));
        }
    }

    @Test
    void a_set_has_no_distance_to_itself_even_if_its_covariance_is_singular() {
        try (var _ = TensorScope.open()) {
            for (long rows : new long[] {2, 20, 64, 500}) {
                Tensor features = Clouds.normal("x", rows, 64).add(3);
                assertThat(FrechetDistance.between(features, features)).isLessThan(1e-11);
                try (Moments moments = Moments.of(features)) {
                    assertThat(FrechetDistance.between(moments, moments)).isLessThan(1e-11);
                }
            }
        }
    }

    @Test
    void few_samples_give_by_their_products_what_they_give_by_covariances() {
        try (var _ = TensorScope.open()) {
            Tensor a = Clouds.normal("a", 30, 100).multiply(2).add(1);
            Tensor b = Clouds.normal("b", 45, 100);
            try (Moments first = Moments.of(a);
                    Moments second = Moments.of(b)) {
                assertThat(FrechetDistance.between(a, b))
                        .isCloseTo(FrechetDistance.between(first, second), withinPercentage(1e-8));
            }
        }
    }

    @Test
    void features_that_never_change_count_by_their_means_alone() {
        try (var _ = TensorScope.open()) {
            assertThat(FrechetDistance.between(Clouds.constant(1, 50, 4), Clouds.constant(3, 60, 4)))
                    .isEqualTo(16);
            assertThat(FrechetDistance.between(Clouds.constant(1, 3, 8), Clouds.constant(1, 2, 8)))
                    .isZero();
        }
    }

    @Test
    void more_noise_is_further_away() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 800, 16);
            double before = FrechetDistance.between(real, Clouds.normal("fake", 800, 16));
            for (double noise : new double[] {0.3, 0.6, 1.2, 2.4}) {
                Tensor noisy = Clouds.normal("fake", 800, 16)
                        .add(Clouds.normal("noise", 800, 16).multiply(noise));
                double distance = FrechetDistance.between(real, noisy);
                assertThat(distance).isGreaterThan(before);
                before = distance;
            }
        }
    }

    @Test
    void it_is_symmetric_and_finite_for_any_scale() {
        try (var _ = TensorScope.open()) {
            for (double scale : new double[] {1e-12, 1, 1e12}) {
                Tensor a = Clouds.normal("a", 20, 30).multiply(scale);
                Tensor b = Clouds.normal("b", 40, 30).multiply(scale);
                double distance = FrechetDistance.between(a, b);
                assertThat(distance).isGreaterThan(0).isFinite();
                assertThat(FrechetDistance.between(b, a)).isCloseTo(distance, withinPercentage(1e-8));
            }
        }
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        try (var _ = TensorScope.open()) {
            Tensor good = Clouds.normal("x", 20, 4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FrechetDistance.between(good, Clouds.normal("y", 20, 5)))
                    .withMessage("Features of 4 and of 5 numbers cannot be compared: take both from the same network.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FrechetDistance.between(good, Clouds.withNaN(good)))
                    .withMessageContaining("not finite");
            assertThatIllegalArgumentException().isThrownBy(() -> FrechetDistance.between(good.narrow(0, 0, 1), good));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FrechetDistance.between(good.narrow(0, 0, 1), good.narrow(0, 0, 2)));
            assertThatIllegalArgumentException().isThrownBy(() -> FrechetDistance.between(good.reshape(80), good));
        }
    }

    private static double diagonal(double[] mean1, double[] variance1, double[] mean2, double[] variance2) {
        try (var _ = TensorScope.open();
                Moments a = Moments.of(9, Tensors.of(mean1, 3), matrix(variance1));
                Moments b = Moments.of(9, Tensors.of(mean2, 3), matrix(variance2))) {
            double distance = FrechetDistance.between(a, b);
            assertThat(FrechetDistance.between(b, a)).isCloseTo(distance, within(1e-12));
            return distance;
        }
    }

    private static Tensor matrix(double[] diagonal) {
        double[] values = new double[9];
        for (int i = 0; i < 3; i++) {
            values[4 * i] = diagonal[i];
        }
        return Tensors.of(values, 3, 3);
    }
}
