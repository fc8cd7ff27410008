package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
