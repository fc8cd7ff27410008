package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;

class SlicedWassersteinTest {
    @Test
    void levels_halve_while_both_sides_are_at_least_sixteen() {
        try (var _ = TensorScope.open()) {
            Tensor images = images("a", 2, 4, 33, 70);
            assertThat(SlicedWasserstein.between(images, images, 1).levels())
                    .containsExactly(new SlicedWasserstein.Level(33, 70, 0), new SlicedWasserstein.Level(17, 35, 0));
            assertThat(SlicedWasserstein.between(images("b", 1, 1, 28, 28), images("c", 1, 1, 28, 28), 1)
                            .levels())
                    .hasSize(1);
        }
    }

    @Test
    void brightness_and_contrast_do_not_count() {
        try (var _ = TensorScope.open()) {
            Tensor real = images("a", 12, 3, 16, 20);
            Tensor fake = images("b", 12, 3, 16, 20);
            double distance = SlicedWasserstein.between(real, fake, 1).mean();
            assertThat(SlicedWasserstein.between(real, fake.multiply(5).add(2), 1)
                            .mean())
                    .isCloseTo(distance, withinPercentage(0.01));
        }
    }

    @Test
    void blur_shows_on_the_finest_level() {
        try (var _ = TensorScope.open()) {
            Tensor real = images("a", 40, 1, 32, 32);
            Tensor other = images("b", 40, 1, 32, 32);
            // The second level, enlarged to the size of the first: as if half the resolution had been generated.
            Tensor blurred = other.subtract(LaplacianPyramid.of(other, 2).getFirst());
            SlicedWasserstein same = SlicedWasserstein.between(real, other, 1);
            SlicedWasserstein blur = SlicedWasserstein.between(real, blurred, 1);
            assertThat(blur.levels().getFirst().distance())
                    .isGreaterThan(2 * same.levels().getFirst().distance());
            assertThat(blur.mean()).isGreaterThan(same.mean());
        }
    }

    @Test
    void a_share_of_flat_images_is_further_away_the_larger_it_is() {
        try (var _ = TensorScope.open()) {
            Tensor real = images("a", 40, 1, 16, 16);
            double before = SlicedWasserstein.between(real, images("b", 40, 1, 16, 16), 1)
                    .mean();
            for (int flat : new int[] {10, 20, 35}) {
                Tensor fake = images("b", 40, 1, 16, 16);
                fake.narrow(0, 0, flat).fill_(0);
                double distance = SlicedWasserstein.between(real, fake, 1).mean();
                assertThat(distance).isGreaterThan(before);
                before = distance;
            }
        }
    }

    @Test
    void images_that_never_change_are_measured_as_flat() {
        try (var _ = TensorScope.open()) {
            Tensor flat = images("a", 3, 2, 16, 16).multiply(0).add(0.3);
            assertThat(SlicedWasserstein.between(flat, flat.add(0.1), 1).mean()).isLessThan(1e-3);
            assertThat(SlicedWasserstein.between(images("a", 3, 2, 16, 16), flat, 1)
                            .mean())
                    .isFinite()
                    .isGreaterThan(100);
        }
    }

    @Test
    void the_seed_chooses_places_and_directions() {
        try (var _ = TensorScope.open()) {
            Tensor real = images("a", 5, 1, 16, 16);
            Tensor fake = images("b", 5, 1, 16, 16);
            SlicedWasserstein first = SlicedWasserstein.between(real, fake, 1);
            assertThat(SlicedWasserstein.between(real, fake, 1)).isEqualTo(first);
            assertThat(SlicedWasserstein.between(real, fake, 2)).isNotEqualTo(first);
        }
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        try (var _ = TensorScope.open()) {
            Tensor good = images("a", 2, 1, 16, 16);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SlicedWasserstein.between(images("a", 2, 1, 15, 40), images("b", 2, 1, 15, 40), 1))
                    .withMessage("Images of 15 by 40 pixels are too small: their sides must be at least 16.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SlicedWasserstein.between(good, good.narrow(0, 0, 1), 1))
                    .withMessageContaining("not [1, 1, 16, 16] and [2, 1, 16, 16]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SlicedWasserstein.between(good, Clouds.withNaN(good), 1))
                    .withMessageContaining("not finite");
        }
    }

    private static Tensor images(String name, long... shape) {
        return new RandomStream(name, 1).uniform(Device.CPU, -1, 1, shape);
    }
}
