package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Precision, recall, density and coverage. */
class ManifoldsTest {
    @Test
    void few_kinds_of_good_fakes_have_precision_and_no_recall_and_the_reverse_reverses() {
        try (var _ = TensorScope.open()) {
            Tensor narrow = Clouds.normal("fake", 200, 16).multiply(0.1);
            Tensor broad = Clouds.normal("real", 200, 16).multiply(3);
            PrecisionRecall collapsed = PrecisionRecall.between(broad, narrow);
            assertThat(collapsed.precision()).isGreaterThan(0.8);
            assertThat(collapsed.recall()).isLessThan(0.3);
            PrecisionRecall scattered = PrecisionRecall.between(narrow, broad);
            assertThat(scattered.precision()).isEqualTo(collapsed.recall());
            assertThat(scattered.recall()).isEqualTo(collapsed.precision());
        }
    }

    @Test
    void a_point_at_exactly_the_radius_is_inside_for_precision_and_outside_for_density() {
        try (var _ = TensorScope.open()) {
            // On a line: the balls are [-1, 1], [0, 2] and [1, 19], and both fakes lie on an edge. Numbers are small
            // integers,
            // so distances are equal exactly, but the mean is not, so that computed ones differ by rounding.
            for (int width = 1; width <= 20; width++) {
                for (int shift : new int[] {0, 1, 50, 1000}) {
                    Tensor real = line(width, shift, 0, 1, 10);
                    Tensor fake = line(width, shift, -1, 19);
                    assertThat(PrecisionRecall.between(real, fake, 1).precision())
                            .isEqualTo(1);
                    assertThat(DensityCoverage.between(real, fake, 1)).isEqualTo(new DensityCoverage(0, 0));
                }
            }
        }
    }

    @Test
    void a_set_lies_wholly_in_its_own_manifold() {
        try (var _ = TensorScope.open()) {
            for (double offset : new double[] {0, 1e4}) {
                Tensor features = Clouds.normal("x", 3000, 24).add(offset);
                assertThat(PrecisionRecall.between(features, features)).isEqualTo(new PrecisionRecall(1, 1));
                DensityCoverage own = DensityCoverage.between(features, features);
                assertThat(own.coverage()).isEqualTo(1);
                // Its ball holds the point itself and k - 1 others, for the k-th is on the edge.
                assertThat(own.density()).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void tiles_join_without_a_seam() {
        try (var _ = TensorScope.open()) {
            float[] a = Clouds.normal("a", 300, 3).toFloats();
            float[] b = Clouds.normal("b", 2300, 3).toFloats();
            double[] found = new double[300 * 2300];
            Distances.visit(
                    Features.matrix("a", Tensors.of(a, 300, 3), 1),
                    Features.matrix("b", Tensors.of(b, 2300, 3), 1),
                    (row, first, squared, count) -> System.arraycopy(squared, 0, found, row * 2300 + first, count));
            for (int i = 0; i < 300; i++) {
                for (int j = 0; j < 2300; j++) {
                    double expected = 0;
                    for (int k = 0; k < 3; k++) {
                        double difference = (double) a[3 * i + k] - b[3 * j + k];
                        expected += difference * difference;
                    }
                    double bound = Distances.relativeError(3) * 200;
                    if (Math.abs(found[i * 2300 + j] - expected) > bound) {
                        assertThat(found[i * 2300 + j]).as("%d, %d", i, j).isCloseTo(expected, within(bound));
                    }
                }
            }
        }
    }

    @Test
    void fewer_modes_lower_recall_and_coverage_but_not_precision() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.modes("real", 1000, 6, 10);
            double recall = 1;
            double coverage = 1;
            for (int modes : List.of(8, 5, 2, 1)) {
                Tensor fake = Clouds.modes("fake", 1000, 6, modes);
                PrecisionRecall precisionRecall = PrecisionRecall.between(real, fake);
                DensityCoverage densityCoverage = DensityCoverage.between(real, fake);
                assertThat(precisionRecall.precision()).isGreaterThan(0.7);
                assertThat(precisionRecall.recall()).isLessThan(recall).isLessThanOrEqualTo(modes / 10.0);
                assertThat(densityCoverage.density()).isCloseTo(1, within(0.3));
                assertThat(densityCoverage.coverage()).isLessThan(coverage).isLessThanOrEqualTo(modes / 10.0);
                recall = precisionRecall.recall();
                coverage = densityCoverage.coverage();
            }
        }
    }

    @Test
    void more_noise_lowers_precision_and_density() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 1000, 6);
            double precision = 1;
            double density = 1.2;
            for (double noise : new double[] {0.5, 1, 2, 4}) {
                Tensor fake = Clouds.normal("fake", 1000, 6)
                        .add(Clouds.normal("noise", 1000, 6).multiply(noise));
                assertThat(PrecisionRecall.between(real, fake).precision()).isLessThan(precision);
                assertThat(DensityCoverage.between(real, fake).density()).isLessThan(density);
                precision = PrecisionRecall.between(real, fake).precision();
                density = DensityCoverage.between(real, fake).density();
            }
        }
    }

    @Test
    void one_outlier_among_the_fakes_cannot_enlarge_density_and_coverage() {
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("real", 500, 4);
            Tensor fake = Clouds.normal("fake", 500, 4).add(1e3);
            assertThat(DensityCoverage.between(real, fake)).isEqualTo(new DensityCoverage(0, 0));
            assertThat(PrecisionRecall.between(real, fake).f1()).isZero();
        }
    }

    @Test
    void features_that_never_change_are_their_own_manifold() {
        try (var _ = TensorScope.open()) {
            Tensor same = Clouds.constant(0.1, 50, 4);
            Tensor other = Clouds.constant(0.2, 40, 4);
            assertThat(PrecisionRecall.between(same, same)).isEqualTo(new PrecisionRecall(1, 1));
            assertThat(PrecisionRecall.between(same, other)).isEqualTo(new PrecisionRecall(0, 0));
            assertThat(DensityCoverage.between(same, same)).isEqualTo(new DensityCoverage(0, 0));
        }
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        try (var _ = TensorScope.open()) {
            Tensor good = Clouds.normal("x", 20, 4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PrecisionRecall.between(good, good.narrow(0, 0, 3)))
                    .withMessage("Only 3 rows of fake features: this metric needs at least 4.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DensityCoverage.between(good.narrow(0, 0, 5), good))
                    .withMessage("Only 5 rows of real features: this metric needs at least 6.");
            for (Tensor bad : List.of(Clouds.normal("y", 20, 5), Clouds.withNaN(good), good.reshape(4, 4, 5))) {
                assertThatIllegalArgumentException().isThrownBy(() -> PrecisionRecall.between(good, bad));
                assertThatIllegalArgumentException().isThrownBy(() -> DensityCoverage.between(bad, good));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PrecisionRecall.between(good, good, 0))
                    .withMessage("k must be at least 1, not 0.");
        }
    }

    /** Points whose coordinates are all the same. */
    private static Tensor line(int width, int shift, int... places) {
        float[] values = new float[places.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = places[i / width] + shift;
        }
        return Tensors.of(values, places.length, width);
    }
}
