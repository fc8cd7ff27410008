package dev.duello.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PrivacyPlanTest {
    /** Google's value for 60,000 records in batches of 150 with noise 1.3 over 15 passes, as far as 6,000 steps go. */
    @Test
    void a_plan_with_given_noise_costs_what_is_published() {
        PrivacyPlan plan = PrivacyPlan.withNoise(1.3, 1e-5, 60_000, 150, 6000, 1, 0);

        assertThat(plan.epsilonByRdp()).isCloseTo(0.7242234026, within(1e-6));
        assertThat(plan.epsilonByPrv()).isBetween(0.63, 0.66);
        assertThat(plan.samplingRate()).isEqualTo(0.0025);
        assertThat(plan.remarks()).isEmpty();
    }

    @Test
    void a_plan_for_a_budget_keeps_it_and_leaves_little_of_it() {
        PrivacyPlan plan = PrivacyPlan.forBudget(3, 1e-5, 5000, 64, 800, 1, 0);

        assertThat(plan.epsilonByPrv()).isBetween(2.99, 3.0);
        assertThat(plan.epsilonByRdp()).isGreaterThan(plan.epsilonByPrv());
    }

    /** Three Gaussian mechanisms without sampling, one of them a release (Google's value: epsilon 1). */
    @Test
    void a_release_before_the_steps_costs_what_a_step_of_all_records_does() {
        PrivacyPlan plan = PrivacyPlan.withNoise(Math.sqrt(3), 0.126936, 7, 7, 2, 1, Math.sqrt(3));

        assertThat(plan.epsilonByPrv()).isBetween(1.0, 1.012);
        assertThat(plan.mechanisms()).hasSize(2);
    }

    @Test
    void a_budget_is_kept_together_with_a_release_which_takes_some_of_it() {
        double release = PrivacyPlan.noiseOfRelease(1, 1e-5);
        PrivacyPlan plan = PrivacyPlan.forBudget(3, 1e-5, 5000, 64, 800, 1, release);

        // The exact noise of the Gaussian mechanism for (1, 1e-5): Balle and Wang, 2018.
        assertThat(release).isBetween(3.73, 3.78);
        assertThat(plan.epsilonByPrv()).isBetween(2.99, 3.0);
        assertThat(plan.noiseMultiplier())
                .isGreaterThan(
                        PrivacyPlan.forBudget(3, 1e-5, 5000, 64, 800, 1, 0).noiseMultiplier());
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 5000, 64, 800, 1, release / 2))
                .hasMessageContaining("beside what else touches the records");
    }

    @Test
    void a_plan_of_a_release_alone_costs_what_the_release_does() {
        double release = PrivacyPlan.noiseOfRelease(1, 1e-5);
        PrivacyPlan plan = PrivacyPlan.forBudget(1, 1e-5, 5000, 64, 0, 1, release);

        assertThat(plan.epsilonByPrv()).isBetween(0.99, 1.0);
        assertThat(plan.noiseMultiplier()).isZero();
        assertThat(plan.remarks()).isEmpty();
    }

    @Test
    void the_usual_delta_is_below_one_over_the_number_of_records() {
        assertThat(PrivacyPlan.usualDelta(500)).isEqualTo(1e-5);
        assertThat(PrivacyPlan.usualDelta(60_000)).isEqualTo(1e-5);
        assertThat(PrivacyPlan.usualDelta(100_001)).isEqualTo(1e-6);
    }

    @Test
    void impossible_plans_are_refused_with_what_to_do() {
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 1, 1, 10, 1, 0)).hasMessageContaining("One record");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 100, 200, 10, 1, 0))
                .hasMessageContaining("at most 100");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 0.01, 100, 10, 10, 1, 0))
                .hasMessageContaining("below 1/n")
                .hasMessageContaining("1.0E-5");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 100, 10, 0, 1, 0))
                .hasMessageContaining("one step");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1e-9, 1e-5, 100, 100, 1_000_000, 1, 0))
                .hasMessageContaining("No noise is enough");
    }

    @Test
    void rates_near_0_and_1_and_much_noise_are_remarked() {
        assertThat(PrivacyPlan.withNoise(1, 1e-5, 100, 100, 1, 1, 0).remarks())
                .anyMatch(remark -> remark.contains("100 % of the records"));
        assertThat(PrivacyPlan.withNoise(1, 1e-8, 10_000_000, 2, 10, 1, 0).remarks())
                .anyMatch(remark -> remark.contains("little to learn"));
        assertThat(PrivacyPlan.withNoise(50, 1e-5, 1000, 10, 100, 1, 0).remarks())
                .anyMatch(remark -> remark.contains("hardly anything"));
    }
}
