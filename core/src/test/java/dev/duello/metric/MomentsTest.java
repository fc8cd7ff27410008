package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.DType;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void batches_of_any_size_give_what_all_at_once_give() {
        try (var _ = TensorScope.open();
                var accumulator = new Moments.Accumulator()) {
            Tensor features = Clouds.normal("x", 501, 7).add(50);
            long[] sizes = {1, 1, 3, 200, 296};
            long start = 0;
            for (long size : sizes) {
                accumulator.add(features.narrow(0, start, size));
                start += size;
            }
            try (Moments streamed = accumulator.moments();
                    Moments whole = Moments.of(features)) {
                assertThat(streamed.count()).isEqualTo(501);
                assertThat(streamed.mean().toDoubles())
                        .containsExactly(whole.mean().toDoubles(), within(1e-12));
                assertThat(streamed.covariance().toDoubles())
                        .containsExactly(whole.covariance().toDoubles(), within(1e-12));
            }
        }
    }

    @Test
    void a_mean_far_from_zero_costs_no_digits() {
        // The sum of squares alone would need 34 digits here; float64 has 16.
        try (var _ = TensorScope.open();
                var accumulator = new Moments.Accumulator()) {
            Tensor features = Clouds.normal("x", 1000, 3).to(DType.FLOAT64);
            Tensor far = features.add(1e9);
            for (int i = 0; i < 10; i++) {
                accumulator.add(far.narrow(0, 100 * i, 100));
            }
            try (Moments streamed = accumulator.moments();
                    Moments near = Moments.of(features)) {
                // Adding 1e9 rounds the features themselves to 1e-7.
                assertThat(streamed.covariance().toDoubles())
                        .containsExactly(near.covariance().toDoubles(), within(1e-7));
            }
        }
    }

    @Test
    void covariance_is_symmetric_to_the_bit() {
        try (var _ = TensorScope.open();
                Moments moments = Moments.of(Clouds.normal("x", 300, 33))) {
            assertThat(moments.covariance().toDoubles())
                    .containsExactly(moments.covariance().transpose().toDoubles());
        }
    }

    @Test
    void an_accumulator_goes_on_after_it_was_asked() {
        try (var _ = TensorScope.open();
                var accumulator = new Moments.Accumulator()) {
            accumulator.add(Clouds.constant(1, 2, 3));
            try (Moments early = accumulator.moments()) {
                accumulator.add(Clouds.constant(4, 1, 3));
                assertThat(early.mean().toDoubles()).containsExactly(1, 1, 1);
                assertThat(early.covariance().toDoubles()).containsOnly(0);
                try (Moments late = accumulator.moments()) {
                    assertThat(late.mean().toDoubles()).containsExactly(2, 2, 2);
                    assertThat(late.covariance().toDoubles()).containsOnly(3);
                }
            }
        }
    }

    @Test
    void parts_that_are_put_together_are_the_whole() {
        try (var _ = TensorScope.open();
                Moments.Accumulator together = new Moments.Accumulator()) {
            Tensor features = Clouds.normal("x", 100, 5).add(50);
            for (int[] part : new int[][] {{0, 2}, {2, 50}, {52, 48}}) {
                try (Moments moments = Moments.of(features.narrow(0, part[0], part[1]))) {
                    together.add(moments);
                }
            }
            try (Moments whole = Moments.of(features);
                    Moments merged = together.moments()) {
                assertThat(merged.count()).isEqualTo(100);
                assertThat(merged.mean().toDoubles())
                        .containsExactly(whole.mean().toDoubles(), within(1e-12));
                assertThat(merged.covariance().toDoubles())
                        .containsExactly(whole.covariance().toDoubles(), within(1e-12));
            }
        }
    }

    @Test
    void stored_moments_come_back() {
        try (var _ = TensorScope.open();
                Moments moments = Moments.of(Clouds.normal("x", 30, 4));
                Moments copy = Moments.of(moments.count(), moments.mean(), moments.covariance())) {
            assertThat(FrechetDistance.between(moments, copy)).isLessThan(1e-12);
        }
    }

    @Test
    void what_cannot_be_measured_is_refused_and_not_added() {
        try (var _ = TensorScope.open();
                var accumulator = new Moments.Accumulator()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(accumulator::moments)
                    .withMessage("A covariance needs at least 2 features, not 0.");
            accumulator.add(Clouds.normal("x", 1, 4));
            assertThatIllegalArgumentException().isThrownBy(accumulator::moments);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> accumulator.add(Clouds.normal("x", 2, 5)))
                    .withMessageContaining("cannot be compared");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> accumulator.add(Clouds.withNaN(Clouds.normal("x", 2, 4))))
                    .withMessageContaining("not finite");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> accumulator.add(Clouds.normal("x", 2, 4).reshape(8)))
                    .withMessage("The features must have the shape [N, d], not [8].");
            assertThat(accumulator.count()).isOne();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Moments.of(3, Clouds.normal("x", 2, 4), Clouds.normal("x", 4, 4)));
        }
    }

    @Test
    void nothing_native_is_left_behind() throws InterruptedException {
        long before = NativeObjects.settled();
        try (var _ = TensorScope.open()) {
            Tensor real = Clouds.normal("x", 40, 5);
            Tensor fake = Clouds.normal("y", 40, 5);
            Tensor images = Clouds.normal("z", 2, 3 * 16 * 17).reshape(2, 3, 16, 17);
            FrechetDistance.between(real, fake);
            KernelDistance.between(real, fake, 1);
            PrecisionRecall.between(real, fake);
            DensityCoverage.between(real, fake);
            ClassifierScore.of(real, 1);
            Diversity.between(real, fake);
            SlicedWasserstein.between(images, images, 1);
        }
        assertThat(NativeObjects.settled()).isEqualTo(before);
    }
}
