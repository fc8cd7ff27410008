package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Made-up histories with a known answer, and others that only come near. */
class DetectorsTest {
    private static final int ENOUGH = 8;

    @Test
    void a_healthy_gan_gives_no_alert() {
        assertThat(Readings.alerts(50, readings -> readings)).isEmpty();
    }

    static List<Arguments> certain() {
        return List.of(
                history("divergence", readings -> readings.logitSlope(4)),
                history("dead-generator", readings -> readings.spread(0.001, 1)),
                history("dead-generator", readings -> readings.saturated(0.99, 0.5)),
                history("mode-collapse", readings -> readings.nearest(0.05)),
                history(
                        "discriminator-overpowering",
                        readings -> readings.ranked(1).margin(16)),
                history("discriminator-too-weak", readings -> readings.ranked(0.2)),
                history("discriminator-overfitting", readings -> readings.memorized(0.9)),
                history("checkerboard", readings -> readings.grid(80)));
    }

    private static Arguments history(String symptom, UnaryOperator<Readings> change) {
        return Arguments.of(symptom, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certain")
    void each_symptom_is_told_by_its_name(String symptom, UnaryOperator<Readings> change) {
        assertThat(Readings.alerts(ENOUGH, change)).containsExactly(symptom);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certain")
    void one_bad_reading_among_good_ones_is_none(String symptom, UnaryOperator<Readings> change) {
        Diagnosis diagnosis = new Diagnosis();
        assertThat(Readings.alerts(diagnosis, 0, 5, readings -> readings)).isEmpty();
        assertThat(Readings.alerts(diagnosis, 5, 1, change)).isEmpty();
        assertThat(Readings.alerts(diagnosis, 6, 5, readings -> readings)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("certain")
    void each_alert_has_numbers_in_its_evidence_and_a_setting_in_its_advice(
            String symptom, UnaryOperator<Readings> change) {
        Diagnosis diagnosis = new Diagnosis();
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < ENOUGH; i++) {
            alerts.addAll(diagnosis.add(change.apply(Readings.healthy()).at(i)));
        }
        assertThat(alerts.getFirst().evidence())
                .containsPattern("\\d")
                .endsWith(symptom.equals("divergence") ? ")" : ".");
        assertThat(alerts.getFirst().advice()).contains("--set ").endsWith(".");
    }

    static List<Arguments> near() {
        return List.of(
                history("a steep but bounded critic", readings -> readings.logitSlope(2)),
                history("fakes that differ little yet", readings -> readings.spread(0.05, 1)),
                history("reals that are all the same", readings -> readings.spread(0, 0)),
                history("reals that are black and white themselves", readings -> readings.saturated(0.99, 0.99)),
                history("fakes that lie close", readings -> readings.nearest(0.15)),
                history(
                        "a discriminator that is always right by a usual margin",
                        readings -> readings.ranked(1).margin(10)),
                history(
                        "a wide margin with a doubt",
                        readings -> readings.ranked(0.98).margin(16)),
                history(
                        "a discriminator that guesses",
                        readings -> readings.ranked(0.5).margin(0)),
                history("a few images known better", readings -> readings.memorized(0.65)),
                history("early transposed convolutions", readings -> readings.grid(9)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("near")
    void what_only_comes_near_is_none(String name, UnaryOperator<Readings> change) {
        assertThat(Readings.alerts(ENOUGH, change)).isEmpty();
    }

    @Test
    void a_generator_that_moves_while_the_discriminator_wins_is_learning() {
        assertThat(moving(i -> i * 0.9, readings -> readings.ranked(1).margin(16)))
                .isEmpty();
        assertThat(moving(i -> i * 0.1, readings -> readings.ranked(1).margin(16)))
                .containsExactly("discriminator-overpowering");
    }

    @Test
    void running_to_and_fro_is_oscillation() {
        assertThat(moving(i -> i % 2 * 3.0, readings -> readings)).containsExactly("oscillation");
        assertThat(moving(i -> i % 2 * 0.5, readings -> readings)).isEmpty();
    }

    private static List<String> moving(IntFunction<Double> position, UnaryOperator<Readings> change) {
        Diagnosis diagnosis = new Diagnosis();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < ENOUGH; i++) {
            int index = i;
            names.addAll(Readings.alerts(
                    diagnosis, i, 1, readings -> change.apply(readings).position(position.apply(index))));
        }
        return names;
    }

    @Test
    void classes_that_are_made_no_more_are_missing_once() {
        Diagnosis diagnosis = new Diagnosis();
        assertThat(diagnosis.addMissing(List.of("dog"))).isEmpty();
        assertThat(diagnosis.addMissing(List.of("dog"))).isEmpty();
        assertThat(diagnosis.addMissing(List.of("cat", "dog"))).isEmpty();
        Diagnosis resumed = new Diagnosis();
        resumed.restore(diagnosis.state());
        assertThat(resumed.addMissing(List.of("cat", "dog"))).singleElement().satisfies(alert -> {
            assertThat(alert.symptom()).isEqualTo("missing-classes");
            assertThat(alert.evidence()).contains("cat").doesNotContain("dog");
        });
        assertThat(resumed.addMissing(List.of("cat", "dog"))).isEmpty();
        assertThat(resumed.addMissing(List.of())).isEmpty();
    }

    @Test
    void classes_that_come_and_go_or_never_came_are_not_missing() {
        Diagnosis diagnosis = new Diagnosis();
        for (int i = 0; i < 20; i++) {
            assertThat(diagnosis.addMissing(i % 2 == 0 ? List.of("cat", "dog") : List.of("dog")))
                    .isEmpty();
        }
    }

    @Test
    void a_dead_generator_is_not_called_collapsed_or_overpowered_as_well() {
        assertThat(Readings.alerts(
                        ENOUGH,
                        readings -> readings.spread(0, 1).nearest(0).ranked(1).margin(30)))
                .containsExactly("dead-generator");
    }

    @Test
    void numbers_that_are_not_finite_are_a_divergence_at_once() {
        Diagnosis diagnosis = new Diagnosis();
        Readings.alerts(diagnosis, 0, 2, readings -> readings);
        assertThat(Readings.alerts(diagnosis, 2, 1, readings -> readings.logitSlope(Double.NaN)))
                .containsExactly("divergence");
    }
}
