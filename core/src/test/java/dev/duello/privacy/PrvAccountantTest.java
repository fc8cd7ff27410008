package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class PrvAccountantTest {
    private final PrvAccountant accountant = new PrvAccountant();

    /** Published values of the tests of Opacus, TensorFlow Privacy and dp_accounting, and of an independent computation. */
    @ParameterizedTest
    @CsvSource({
        "0.04,             1.5, 2249,   1e-5,     6.76705,   2e-5",
        "0.0025,           1.3, 6000,   1e-5,     0.64003,   1e-4",
        "0.01,             0.7, 120,    1e-5,     2.4612381, 1e-4",
        "0.01,             1.1, 10000,  1e-5,     5.19259,   1e-4",
        "0.2,              0.5, 3,      0.15594,  1.0,       1e-3",
        "1,  1.7320508075688772, 3,     0.126936, 1.000004,  1e-5",
        "0.00213219616204, 1.0, 450000, 1e-5,     9.272,     1e-2",
        "0.00847457627119, 14., 165000, 1e-5,     0.9126,    1e-2"
    })
    void epsilon_equals_published_values(
            double q, double sigma, long steps, double delta, double epsilon, double tolerance) {
        PrvAccountant.Bound bound = accountant.bound(List.of(new GaussianSteps(q, sigma, steps)), delta);

        assertThat(bound.estimate()).isCloseTo(epsilon, within(tolerance));
        assertThat(bound.upper()).isBetween(bound.estimate(), bound.estimate() + 1.3 * bound.error());
    }

    @Test
    void the_upper_bound_equals_the_published_one() {
        assertThat(accountant.epsilon(new GaussianSteps(0.04, 1.5, 2249), 1e-5)).isCloseTo(6.777395712, within(2e-4));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1e-5", "4, 1, 1e-6", "0.7, 1, 1e-3", "10, 100, 1e-5", "30, 1000, 1e-8", "300, 1, 1e-5"})
    void without_sampling_it_is_the_gaussian_mechanism(double sigma, long steps, double delta) {
        double exact = GaussianMechanism.epsilon(sigma / Math.sqrt(steps), delta);

        PrvAccountant.Bound bound = accountant.bound(List.of(new GaussianSteps(1, sigma, steps)), delta);

        assertThat(bound.estimate()).isCloseTo(exact, within(1e-4));
        assertThat(bound.upper()).isBetween(exact, exact + 1.1 * bound.error());
    }

    @Test
    void steps_of_different_noise_add_up_as_the_gaussian_mechanism_does() {
        // The squares of the signal-to-noise ratios add up.
        double together = 1 / Math.sqrt(10 / 25.0 + 30 / 100.0);

        assertThat(accountant
                        .bound(List.of(new GaussianSteps(1, 5, 10), new GaussianSteps(1, 10, 30)), 1e-5)
                        .estimate())
                .isCloseTo(GaussianMechanism.epsilon(together, 1e-5), within(1e-4));
    }

    @Test
    void the_same_steps_in_two_parts_cost_the_same() {
        GaussianSteps steps = new GaussianSteps(0.01, 1.1, 1000);

        assertThat(accountant.epsilon(List.of(steps.times(400), steps.times(600)), 1e-5))
                .isCloseTo(accountant.epsilon(steps, 1e-5), within(1e-8));
    }

    /** The definition for one step, by quadrature over outputs. */
    @ParameterizedTest
    @CsvSource({"0.3, 0.8, 1e-3", "0.05, 0.6, 1e-4", "0.9, 2, 1e-5"})
    void one_step_equals_the_definition(double q, double sigma, double delta) {
        double epsilon =
                accountant.bound(List.of(new GaussianSteps(q, sigma, 1)), delta).estimate();

        assertThat(Math.max(hockeyStick(q, sigma, epsilon, true), hockeyStick(q, sigma, epsilon, false)))
                .isCloseTo(delta, within(delta * 2e-3));
    }

    private static double hockeyStick(double q, double sigma, double epsilon, boolean removed) {
        double step = sigma / 5000;
        double sum = 0;
        for (double x = -12 * sigma; x < 1 + 12 * sigma; x += step) {
            double without = Math.exp(-x * x / (2 * sigma * sigma));
            double with = (1 - q) * without + q * Math.exp(-(x - 1) * (x - 1) / (2 * sigma * sigma));
            double first = removed ? with : without;
            double second = removed ? without : with;
            sum += Math.max(0, first - Math.exp(epsilon) * second);
        }
        return sum * step / (sigma * Math.sqrt(2 * Math.PI));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.3, 10, 1e-5",
        "0.001, 0.5, 100, 1e-6",
        "0.02, 20, 50, 1e-5",
        "0.9999999, 5, 3, 1e-5",
        "1e-7, 1, 1000, 1e-5",
        "0.01, 1, 1000, 1e-12",
        "0.01, 0.05, 1000, 1e-5"
    })
    void it_is_never_above_the_bound_by_divergences(double q, double sigma, long steps, double delta) {
        GaussianSteps some = new GaussianSteps(q, sigma, steps);

        assertThat(accountant.epsilon(some, delta))
                .isNotNegative()
                .isLessThanOrEqualTo(new RdpAccountant().epsilon(some, delta));
    }

    @Test
    void nothing_is_lost_where_no_record_is_read() {
        assertThat(accountant.epsilon(new GaussianSteps(0, 1, 1000), 1e-5)).isZero();
        assertThat(accountant.epsilon(new GaussianSteps(0.1, 1, 0), 1e-5)).isZero();
        assertThat(accountant.epsilon(List.of(), 1e-5)).isZero();
    }

    @Test
    void epsilon_grows_with_the_rate_and_the_steps_and_falls_with_noise_and_delta() {
        double usual = accountant.epsilon(new GaussianSteps(0.01, 1, 1000), 1e-5);

        assertThat(accountant.epsilon(new GaussianSteps(0.011, 1, 1000), 1e-5)).isGreaterThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1, 1100), 1e-5)).isGreaterThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1.1, 1000), 1e-5)).isLessThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1, 1000), 1e-4)).isLessThan(usual);
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> accountant.epsilon(List.of(), 1)).hasMessageContaining("Delta");
    }
}
