package dev.duello.gan;

import static dev.duello.gan.Objective.HINGE;
import static dev.duello.gan.Objective.LEAST_SQUARES;
import static dev.duello.gan.Objective.MINIMAX;
import static dev.duello.gan.Objective.NON_SATURATING;
import static dev.duello.gan.Objective.RELATIVISTIC;
import static dev.duello.gan.Objective.WASSERSTEIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.torch.Autograd;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectiveTest {
    private static final double[] REAL = {-3.2, -0.5, 0, 0.01, 1.7, 6.5};
    private static final double[] FAKE = {4.1, -2.3, 0.3, 0, -7.5, 1.1};

    @ParameterizedTest
    @EnumSource(names = {"MINIMAX", "NON_SATURATING"})
    void an_undecided_discriminator_loses_two_ln_two(Objective objective) {
        assertThat(discriminatorLoss(objective, new double[4], new double[4]))
                .isCloseTo(2 * Math.log(2), within(1e-12));
    }

    @Test
    void an_undecided_discriminator_costs_the_generator_ln_two() {
        assertThat(generatorLoss(NON_SATURATING, new double[4])).isCloseTo(Math.log(2), within(1e-12));
        assertThat(generatorLoss(MINIMAX, new double[4])).isCloseTo(-Math.log(2), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(names = {"MINIMAX", "NON_SATURATING"})
    void the_discriminator_minimizes_the_negative_value_function(Objective objective) {
        double expected = -mean(REAL, l -> Math.log(d(l))) - mean(FAKE, l -> Math.log(1 - d(l)));
        assertThat(discriminatorLoss(objective, REAL, FAKE)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void the_minimax_generator_minimizes_the_value_function() {
        assertThat(generatorLoss(MINIMAX, FAKE)).isCloseTo(mean(FAKE, l -> Math.log(1 - d(l))), within(1e-12));
    }

    @Test
    void the_non_saturating_generator_maximizes_log_d() {
        assertThat(generatorLoss(NON_SATURATING, FAKE)).isCloseTo(-mean(FAKE, l -> Math.log(d(l))), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(names = {"MINIMAX", "NON_SATURATING"})
    void extreme_logits_stay_finite_and_linear(Objective objective) {
        double[] far = {100};
        double[] opposite = {-100};
        // A wrong discriminator pays the logits themselves; a right one next to nothing.
        assertThat(discriminatorLoss(objective, opposite, far)).isCloseTo(200, within(1e-9));
        assertThat(discriminatorLoss(objective, far, opposite)).isBetween(0.0, 1e-12);
        try (var _ = TensorScope.open()) {
            Tensor each = objective.discriminatorLosses(
                    Tensors.of(new float[] {-100, 50}, 2), Tensors.of(new float[] {100, -50}, 2));
            assertThat(each.toFloats()).containsExactly(new float[] {200, 0}, within(1e-4f));
        }
    }

    @Test
    void extreme_logits_of_fakes_cost_the_generator_what_the_formula_says() {
        assertThat(generatorLoss(NON_SATURATING, new double[] {-100})).isCloseTo(100, within(1e-9));
        assertThat(generatorLoss(NON_SATURATING, new double[] {100})).isBetween(0.0, 1e-12);
        assertThat(generatorLoss(MINIMAX, new double[] {100})).isCloseTo(-100, within(1e-9));
        assertThat(generatorLoss(MINIMAX, new double[] {-100})).isBetween(-1e-12, 0.0);
    }

    @Test
    void the_minimax_gradient_vanishes_where_the_discriminator_wins_and_the_other_does_not() {
        double[] caught = {-12};
        assertThat(gradient(fake -> MINIMAX.generatorLosses(fake, fake), caught)[0])
                .isBetween(-1e-5, 0.0);
        assertThat(gradient(fake -> NON_SATURATING.generatorLosses(fake, fake), caught)[0])
                .isCloseTo(-1, within(1e-5));
    }

    @Test
    void the_other_objectives_are_their_formulas() {
        assertThat(discriminatorLoss(LEAST_SQUARES, REAL, FAKE))
                .isCloseTo((mean(REAL, l -> (l - 1) * (l - 1)) + mean(FAKE, l -> l * l)) / 2, within(1e-12));
        assertThat(generatorLoss(LEAST_SQUARES, FAKE)).isCloseTo(mean(FAKE, l -> (l - 1) * (l - 1)) / 2, within(1e-12));
        assertThat(discriminatorLoss(HINGE, REAL, FAKE))
                .isCloseTo(mean(REAL, l -> Math.max(0, 1 - l)) + mean(FAKE, l -> Math.max(0, 1 + l)), within(1e-12));
        assertThat(generatorLoss(HINGE, FAKE)).isCloseTo(-mean(FAKE, l -> l), within(1e-12));
        assertThat(discriminatorLoss(WASSERSTEIN, REAL, FAKE))
                .isCloseTo(mean(FAKE, l -> l) - mean(REAL, l -> l), within(1e-12));
        assertThat(generatorLoss(WASSERSTEIN, FAKE)).isCloseTo(-mean(FAKE, l -> l), within(1e-12));
    }

    @Test
    void the_relativistic_losses_compare_each_real_with_its_own_fake() {
        double expected = 0;
        double opposite = 0;
        for (int i = 0; i < REAL.length; i++) {
            expected -= Math.log(d(REAL[i] - FAKE[i])) / REAL.length;
            opposite -= Math.log(d(FAKE[i] - REAL[i])) / REAL.length;
        }
        assertThat(discriminatorLoss(RELATIVISTIC, REAL, FAKE)).isCloseTo(expected, within(1e-12));
        double generator = value(fake -> RELATIVISTIC.generatorLosses(Tensors.of(REAL, REAL.length), fake), FAKE);
        assertThat(generator).isCloseTo(opposite, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void gradients_are_those_of_finite_differences(Objective objective) {
        checkGradient(fake -> objective.generatorLosses(Tensors.of(REAL, REAL.length), fake), FAKE);
        checkGradient(real -> objective.discriminatorLosses(real, Tensors.of(FAKE, FAKE.length)), REAL);
        checkGradient(fake -> objective.discriminatorLosses(Tensors.of(REAL, REAL.length), fake), FAKE);
    }

    private static void checkGradient(UnaryOperator<Tensor> loss, double[] at) {
        double[] gradient = gradient(loss, at);
        double step = 1e-5;
        for (int i = 0; i < at.length; i++) {
            double[] up = Arrays.copyOf(at, at.length);
            double[] down = Arrays.copyOf(at, at.length);
            up[i] += step;
            down[i] -= step;
            assertThat(gradient[i])
                    .as("logit %s", at[i])
                    .isCloseTo((value(loss, up) - value(loss, down)) / (2 * step), within(1e-9));
        }
    }

    private static double[] gradient(UnaryOperator<Tensor> loss, double[] at) {
        try (var _ = TensorScope.open()) {
            Tensor logits = Tensors.of(at, at.length).requiresGradient_(true);
            return Autograd.gradients(loss.apply(logits).mean(), List.of(logits), false)
                    .getFirst()
                    .toDoubles();
        }
    }

    private static double discriminatorLoss(Objective objective, double[] real, double[] fake) {
        return value(logits -> objective.discriminatorLosses(logits, Tensors.of(fake, fake.length)), real);
    }

    private static double generatorLoss(Objective objective, double[] fake) {
        return value(logits -> objective.generatorLosses(logits, logits), fake);
    }

    private static double value(UnaryOperator<Tensor> loss, double[] logits) {
        try (var _ = TensorScope.open()) {
            return loss.apply(Tensors.of(logits, logits.length)).mean().item();
        }
    }

    private static double d(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double mean(double[] logits, Function<Double, Double> function) {
        return Arrays.stream(logits).map(function::apply).average().orElseThrow();
    }
}
