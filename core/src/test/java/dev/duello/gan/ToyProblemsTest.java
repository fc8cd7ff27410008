package dev.duello.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.gan.GaussianMixture.Coverage;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ToyProblemsTest {
    @Test
    void relativistic_pairing_with_both_penalties_finds_every_mode_of_the_ring() {
        Coverage untrained = ToyProblems.train(GaussianMixture.ring(), ToyProblems.Recipe.R3GAN, 0, 0);
        assertThat(untrained.good()).isLessThan(0.05);
        Coverage trained = ToyProblems.train(GaussianMixture.ring(), ToyProblems.Recipe.R3GAN, 0, 1000);
        assertThat(trained.modes()).isEqualTo(8);
        assertThat(trained.good()).isGreaterThan(0.4);
    }

    @Test
    void data_cover_themselves() {
        try (var _ = TensorScope.open()) {
            for (GaussianMixture data : new GaussianMixture[] {GaussianMixture.ring(), GaussianMixture.grid()}) {
                Coverage coverage = data.coverage(
                        data.sample(20_000, new RandomStream("truth", 1)).toFloats());
                assertThat(coverage.modes()).isEqualTo(data.centers().size());
                // In the plane, 1 - exp(-9/2) lies within three deviations.
                assertThat(coverage.good()).isCloseTo(0.98889, within(0.003));
            }
        }
    }

    @Test
    void what_lies_elsewhere_is_not_counted() {
        try (var _ = TensorScope.open()) {
            assertThat(GaussianMixture.ring().coverage(new float[20])).isEqualTo(new Coverage(0, 0));
            // On the circle between two modes, at a mode, just inside and just outside of three deviations, and lost.
            float[] points = {1.8478f, 0.7654f, 2, 0, 2.059f, 0, 2.061f, 0, Float.NaN, 0};
            assertThat(GaussianMixture.ring().coverage(points)).isEqualTo(new Coverage(1, 0.4));
        }
    }

    @Test
    void a_drawn_line_becomes_gaussians_that_touch_and_cover_themselves() {
        try (var _ = TensorScope.open()) {
            GaussianMixture spiral = GaussianMixture.spiral();
            assertThat(spiral.centers()).hasSizeBetween(40, 200);
            Coverage coverage = spiral.coverage(
                    spiral.sample(20_000, new RandomStream("spiral", 1)).toFloats());
            assertThat(coverage.modes()).isEqualTo(spiral.centers().size());
            assertThat(coverage.good()).isGreaterThan(0.98);
        }
    }
}
