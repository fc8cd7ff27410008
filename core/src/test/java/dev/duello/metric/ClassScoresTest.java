package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The classifier score and the histogram of classes. */
class ClassScoresTest {
    @Test
    void certain_and_equally_frequent_classes_score_their_number() {
        try (var _ = TensorScope.open()) {
            ClassifierScore score = ClassifierScore.inOrder(certain(200, 5, 5), 10);
            assertThat(score.mean()).isCloseTo(5, within(1e-9));
            assertThat(score.deviation()).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void samples_that_all_look_alike_score_one() {
        try (var _ = TensorScope.open()) {
            assertThat(ClassifierScore.of(Clouds.constant(3, 50, 8), 0).mean()).isEqualTo(1, within(1e-12));
            assertThat(ClassifierScore.of(certain(50, 8, 1), 0).mean()).isEqualTo(1, within(1e-12));
        }
    }

    @Test
    void the_score_counts_modes() {
        try (var _ = TensorScope.open()) {
            for (int modes = 1; modes <= 8; modes++) {
                assertThat(ClassifierScore.inOrder(certain(840, 8, modes), 1).mean())
                        .isCloseTo(modes, within(1e-9));
            }
        }
    }

    @Test
    void doubt_lowers_the_score() {
        try (var _ = TensorScope.open()) {
            double before = 5;
            for (double certainty : new double[] {0.1, 0.05, 0.02, 0.01}) {
                double score = ClassifierScore.of(certain(500, 5, 5).multiply(certainty), 0)
                        .mean();
                assertThat(score).isLessThan(before).isGreaterThan(1);
                before = score;
            }
        }
    }

    @Test
    void samples_sorted_by_class_score_like_shuffled_ones() {
        try (var _ = TensorScope.open()) {
            float[] values = new float[1000 * 10];
            for (int i = 0; i < 1000; i++) {
                values[i * 10 + i / 100] = 100;
            }
            Tensor sorted = Tensors.of(values, 1000, 10);
            assertThat(ClassifierScore.inOrder(sorted, 10).mean()).isCloseTo(1, within(1e-9));
            assertThat(ClassifierScore.of(sorted, 7).mean()).isGreaterThan(9);
            assertThat(ClassifierScore.of(sorted, 7)).isEqualTo(ClassifierScore.of(sorted, 7));
        }
    }

    @Test
    void the_score_refuses_what_it_cannot_measure() {
        try (var _ = TensorScope.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClassifierScore.of(Clouds.normal("x", 9, 3), 0))
                    .withMessage("Only 9 rows of logits: this metric needs at least 10.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClassifierScore.of(Clouds.withNaN(Clouds.normal("x", 20, 3)), 0))
                    .withMessageContaining("not finite");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClassifierScore.inOrder(Clouds.normal("x", 20, 3), 0));
        }
    }

    @Test
    void a_histogram_knows_its_entropy_and_what_is_missing() {
        ClassHistogram histogram = ClassHistogram.of(new long[] {0, 0, 3, 3, 3, 3, 0, 0}, 4);
        assertThat(histogram.counts()).containsExactly(4L, 0L, 0L, 4L);
        assertThat(histogram.total()).isEqualTo(8);
        assertThat(histogram.missing()).containsExactly(1, 2);
        assertThat(histogram.entropy()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(histogram.normalisedEntropy()).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void one_class_alone_has_no_entropy_and_equal_classes_the_most() {
        assertThat(ClassHistogram.of(new long[] {2, 2, 2}, 3).entropy()).isZero();
        assertThat(new ClassHistogram(List.of(7L, 7L, 7L)).normalisedEntropy()).isCloseTo(1, within(1e-15));
        assertThat(new ClassHistogram(List.of(1L, 2L, 5L)).entropy())
                .isCloseTo(-(Math.log(1 / 8.0) / 8 + Math.log(2 / 8.0) / 4 + Math.log(5 / 8.0) * 5 / 8), within(1e-15));
    }

    @Test
    void a_histogram_refuses_what_it_cannot_count() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassHistogram.of(new long[] {0, 4}, 4))
                .withMessage("The label 4 is none of 4 classes.");
        assertThatIllegalArgumentException().isThrownBy(() -> ClassHistogram.of(new long[] {-1}, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassHistogram.of(new long[0], 4));
        assertThatIllegalArgumentException().isThrownBy(() -> ClassHistogram.of(new long[] {0}, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassHistogram(List.of(1L, -1L)));
    }

    /** Logits of 100 for one class each: row i is of mode {@code i % modes}. */
    private static Tensor certain(int rows, int classes, int modes) {
        float[] values = new float[rows * classes];
        for (int i = 0; i < rows; i++) {
            values[i * classes + i % modes] = 100;
        }
        return Tensors.of(values, rows, classes);
    }
}
