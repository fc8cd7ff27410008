package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class CalibrationTest {
    private static final double DELTA = 1e-5;

    private final Accountant rdp = new RdpAccountant();
    private final Accountant prv = new PrvAccountant();

    /** Opacus' values, which stop within 0.01 of epsilon 8. */
    @ParameterizedTest
    @CsvSource({"2250, 1.416", "2000, 1.3562"})
    void the_noise_by_divergences_equals_published_values(long steps, double published) {
        double sigma = Calibration.noiseMultiplier(rdp, 8, DELTA, 0.04, steps);

        assertThat(sigma).isCloseTo(published, within(2e-3));
        assertThat(rdp.epsilon(new GaussianSteps(0.04, sigma, steps), DELTA)).isBetween(7.99, 8.0);
    }

    @ParameterizedTest
    @CsvSource({"2250, 1.34765625", "2000, 1.2915"})
    void the_noise_by_composition_equals_published_values(long steps, double published) {
        double sigma = Calibration.noiseMultiplier(prv, 8, DELTA, 0.04, steps);

        assertThat(sigma).isCloseTo(published, within(2e-3));
        assertThat(prv.epsilon(new GaussianSteps(0.04, sigma, steps), DELTA)).isBetween(7.99, 8.0);
    }

    /** Each evaluation by composition takes about a second; halving an interval would need seventeen. */
    @ParameterizedTest
    @CsvSource({"1, 0.00427, 10000", "3, 0.01, 2000", "10, 0.0085, 5000", "0.5, 0.02, 500", "30, 0.1, 100"})
    void the_noise_by_composition_needs_few_evaluations(double epsilon, double rate, long steps) {
        AtomicInteger evaluations = new AtomicInteger();
        Accountant counted = new Accountant() {
            @Override
            public String name() {
                return prv.name();
            }

            @Override
            public double epsilon(List<GaussianSteps> history, double delta) {
                evaluations.incrementAndGet();
                return prv.epsilon(history, delta);
            }
        };

        double sigma = Calibration.noiseMultiplier(counted, epsilon, DELTA, rate, steps);

        assertThat(evaluations.get()).isLessThanOrEqualTo(6);
        assertThat(prv.epsilon(new GaussianSteps(rate, sigma, steps), DELTA)).isBetween(epsilon * 0.9995, epsilon);
    }

    @Test
    void the_number_of_steps_by_composition_is_within_the_promise_and_not_far_below() {
        GaussianSteps step = new GaussianSteps(0.02, 1.2, 1);

        long most = Calibration.steps(prv, 3, DELTA, step);

        assertThat(prv.epsilon(step.times(most), DELTA)).isBetween(2.99, 3.0);
        assertThat(most).isGreaterThan(Calibration.steps(rdp, 3, DELTA, step));
    }

    @Test
    void one_step_more_than_the_largest_number_costs_more_than_promised() {
        GaussianSteps step = new GaussianSteps(0.02, 1.2, 1);

        long most = Calibration.steps(rdp, 3, DELTA, step);

        assertThat(rdp.epsilon(step.times(most), DELTA)).isLessThanOrEqualTo(3);
        assertThat(rdp.epsilon(step.times(most + 1), DELTA)).isGreaterThan(3);
    }

    @Test
    void a_promise_that_one_step_breaks_allows_none() {
        assertThat(Calibration.steps(rdp, 0.01, DELTA, new GaussianSteps(1, 0.5, 1)))
                .isZero();
    }

    @Test
    void impossible_promises_are_refused() {
        assertThatThrownBy(() -> Calibration.noiseMultiplier(rdp, 0, DELTA, 0.1, 10))
                .hasMessageContaining("Epsilon");
        assertThatThrownBy(() -> Calibration.steps(rdp, 1, DELTA, new GaussianSteps(0, 1, 1)))
                .hasMessageContaining("no largest number");
    }
}
