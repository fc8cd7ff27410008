package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RdpAccountantTest {
    private static final double IN_PERCENT = 1e-6;

    private final RdpAccountant accountant = new RdpAccountant();

    /** Published values of the tests of Opacus and TensorFlow Privacy, and of an independent computation (six digits). */
    @ParameterizedTest
    @CsvSource({
        "0.04,              1.5, 2250,   1e-5, 7.32911117143, 3.9, 1e-10",
        "0.0025,            1.3, 6000,   1e-5, 0.7242234026,  19,  1e-9",
        "0.001,             1.0, 30000,  1e-7, 1.4154988495,  13,  1e-9",
        // By quadrature. TensorFlow Privacy's 3.2392676 sums absolute values of binomials, which gives a little more.
        "0.01,              0.7, 120,    1e-5, 3.2391921939,  4.4, 1e-9",
        "0.01,              1.1, 10000,  1e-5, 5.631992,      4.7, 1e-6",
        "0.01,              4.0, 10000,  1e-5, 1.035490,      17,  1e-6",
        "0.0042666666666667, 1.1, 14040, 1e-5, 2.594363,      8.1, 1e-6",
        "0.00213219616204,  1.0, 450000, 1e-5, 9.963,         0,   1e-3",
        "0.00847457627119,  2.0, 174000, 1e-5, 9.995,         0,   1e-3",
        "0.00213219616204,  5.0, 325000, 1e-5, 0.9935,        0,   1e-4",
        "0.00847457627119, 14.0, 165000, 1e-5, 0.9960,        0,   1e-4"
    })
    void epsilon_equals_published_values(
            double q, double sigma, long steps, double delta, double epsilon, double order, double tolerance) {
        RdpCurve.Guarantee guarantee =
                accountant.curve(List.of(new GaussianSteps(q, sigma, steps))).guarantee(delta);

        assertThat(guarantee.epsilon()).isCloseTo(epsilon, within(tolerance));
        if (order > 0) {
            assertThat(guarantee.order()).isEqualTo(order);
        }
        assertThat(guarantee.atEnd()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "5,   2.18075656e-3",
        "50,  2.38460375e-2",
        "100, 167.416308",
        // By quadrature: a series of absolute binomials gives more.
        "1.5, 6.50070897e-4",
        "2.5, 1.08541806e-3"
    })
    void the_divergence_of_50_steps_equals_values_by_quadrature(double order, double divergence) {
        assertThat(50 * SampledGaussianRdp.epsilon(0.01, 2.5, order))
                .isCloseTo(divergence, withinPercentage(IN_PERCENT));
    }

    @Test
    void steps_of_different_kinds_add_up() {
        RdpAccountant whole =
                new RdpAccountant(IntStream.rangeClosed(2, 32).asDoubleStream().toArray());

        RdpCurve.Guarantee guarantee = whole.curve(
                        List.of(new GaussianSteps(1e-5, 1, 10), new GaussianSteps(1e-4, 3, 4)))
                .guarantee(1e-5);

        assertThat(guarantee.epsilon()).isCloseTo(0.336, within(5e-4));
        assertThat(guarantee.order()).isEqualTo(23);
    }

    @Test
    void the_same_steps_in_two_parts_cost_the_same() {
        GaussianSteps steps = new GaussianSteps(0.01, 1.1, 1000);

        assertThat(accountant.epsilon(List.of(steps.times(400), steps.times(600)), 1e-5))
                .isCloseTo(accountant.epsilon(steps, 1e-5), within(1e-12));
    }

    @Test
    void a_constant_divergence_is_converted_as_published_and_an_optimum_at_the_end_is_told() {
        double[] orders = IntStream.rangeClosed(2, 32).asDoubleStream().toArray();
        double[] divergences = new double[orders.length];
        Arrays.fill(divergences, 1.1);

        RdpCurve.Guarantee guarantee = new RdpCurve(orders, divergences).guarantee(1e-5);

        assertThat(guarantee.epsilon()).isCloseTo(1.32783806, within(1e-8));
        assertThat(guarantee.order()).isEqualTo(32);
        assertThat(guarantee.atEnd()).isTrue();
    }

    @Test
    void a_gaussian_mechanism_without_sampling_has_the_divergence_order_over_two_sigma_squared() {
        assertThat(SampledGaussianRdp.epsilon(1, 3, 7)).isCloseTo(7 / 18.0, within(1e-15));
        // The series for a rate just below 1 comes to the same.
        assertThat(SampledGaussianRdp.epsilon(1 - 1e-9, 3, 7)).isCloseTo(7 / 18.0, within(1e-7));
        assertThat(SampledGaussianRdp.epsilon(1 - 1e-9, 3, 7.5)).isCloseTo(7.5 / 18.0, within(1e-7));
    }

    @Test
    void a_gaussian_mechanism_has_the_published_epsilon_with_dense_orders() {
        double[] dense = DoubleStream.iterate(1.001, order -> order < 100, order -> order + 0.001)
                .toArray();

        assertThat(new RdpAccountant(dense).epsilon(new GaussianSteps(1, 4.530877117, 1), 1e-6))
                .isCloseTo(1.0, within(1e-6));
    }

    @Test
    void orders_that_are_not_whole_fit_between_whole_ones() {
        for (double q : new double[] {1e-4, 0.01, 0.2, 0.7}) {
            for (double sigma : new double[] {0.4, 1, 5}) {
                double below = SampledGaussianRdp.epsilon(q, sigma, 3);
                double above = SampledGaussianRdp.epsilon(q, sigma, 4);
                assertThat(SampledGaussianRdp.epsilon(q, sigma, 3.0000001)).isCloseTo(below, withinPercentage(1e-3));
                assertThat(SampledGaussianRdp.epsilon(q, sigma, 3.5)).isBetween(below, above);
            }
        }
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

        assertThat(accountant.epsilon(new GaussianSteps(0.02, 1, 1000), 1e-5)).isGreaterThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1, 1001), 1e-5)).isGreaterThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1.01, 1000), 1e-5))
                .isLessThan(usual);
        assertThat(accountant.epsilon(new GaussianSteps(0.01, 1, 1000), 1e-4)).isLessThan(usual);
    }

    @Test
    void delta_is_the_inverse_of_epsilon() {
        RdpCurve curve = accountant.curve(List.of(new GaussianSteps(0.01, 1.1, 10_000)));
        double epsilon = curve.guarantee(1e-5).epsilon();

        assertThat(curve.delta(epsilon)).isCloseTo(1e-5, withinPercentage(IN_PERCENT));
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> new GaussianSteps(1.1, 1, 1)).hasMessageContaining("sampling rate");
        assertThatThrownBy(() -> new GaussianSteps(Double.NaN, 1, 1)).hasMessageContaining("sampling rate");
        assertThatThrownBy(() -> new GaussianSteps(0.1, 0, 1)).hasMessageContaining("without noise");
        assertThatThrownBy(() -> new GaussianSteps(0.1, 1, -1)).hasMessageContaining("-1 steps");
        assertThatThrownBy(() -> accountant.epsilon(new GaussianSteps(0.1, 1, 1), 0))
                .hasMessageContaining("Delta");
        assertThatThrownBy(() -> new RdpAccountant(1.0, 2.0)).hasMessageContaining("above 1");
        assertThatThrownBy(() -> new RdpAccountant(3.0, 2.0)).hasMessageContaining("ascending");
    }
}
