package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;

class DiversityTest {
    @Test
    void reals_are_as_diverse_as_reals_and_half_the_spread_is_half_as_diverse() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 300, 8);
            assertThat(Diversity.between(real, real)).isEqualTo(1);
            assertThat(Diversity.between(real, real.multiply(0.5).add(40))).isCloseTo(0.5, within(1e-6));
        }
    }

    @Test
    void collapse_is_zero() {
        try (var _ = TensorScope.open()) {
            assertThat(Diversity.between(Clouds.normal("real", 900, 8), Clouds.constant(2, 900, 8)))
                    .isZero();
        }
    }

    @Test
    void random_pairs_tell_what_all_pairs_tell() {
        try (var _ = TensorScope.open()) {
            // 220 points are measured by all their pairs, 1000 by a sample of theirs.
            Tensor few = Clouds.normal("real", 220, 8);
            Tensor many = Clouds.normal("fake", 1000, 8);
            double sampled = Diversity.between(few, many);
            // Distances of 8 dimensions vary by a quarter: by 0.16 % in the mean of 25,000.
            assertThat(sampled).isCloseTo(meanOfAllPairs(many) / meanOfAllPairs(few), withinPercentage(0.5));
            assertThat(Diversity.between(few, many)).isEqualTo(sampled);
        }
    }

    @Test
    void fewer_modes_are_less_diverse_in_whatever_order_they_come() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.modes("real", 1000, 4, 10);
            double before = 1.01;
            for (int modes : new int[] {9, 6, 3, 1}) {
                double diversity = Diversity.between(real, Clouds.modes("fake", 1000, 4, modes));
                assertThat(diversity).isLessThan(before).isCloseTo(modes == 1 ? 0 : modes / 10.0, within(0.05));
                before = diversity;
            }
        }
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        try (var _ = TensorScope.open()) {
            Tensor good = Clouds.normal("x", 20, 4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Diversity.between(Clouds.constant(1, 20, 4), good))
                    .withMessage("The real features are all the same: there is no diversity to compare with.");
            assertThatIllegalArgumentException().isThrownBy(() -> Diversity.between(good, good.narrow(0, 0, 1)));
            assertThatIllegalArgumentException().isThrownBy(() -> Diversity.between(good, Clouds.withNaN(good)));
            assertThatIllegalArgumentException().isThrownBy(() -> Diversity.between(good, Clouds.normal("y", 20, 5)));
        }
    }

    private static double meanOfAllPairs(Tensor points) {
        double[] values = points.toDoubles();
        int count = (int) points.size(0);
        int width = (int) points.size(1);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double squares = 0;
                for (int k = 0; k < width; k++) {
                    squares += Math.pow(values[i * width + k] - values[j * width + k], 2);
                }
                sum += Math.sqrt(squares);
            }
        }
        return sum * 2 / count / (count - 1);
    }
}
