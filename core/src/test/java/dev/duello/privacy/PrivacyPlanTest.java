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
        PrivacyPlan plan = PrivacyPlan.withNoise(1.3, 1e-5, 60_000, 150, 6000, 1);

        assertThat(plan.epsilonByRdp()).isCloseTo(0.7242234026, within(1e-6));
        assertThat(plan.epsilonByPrv()).isBetween(0.63, 0.66);
        assertThat(plan.samplingRate()).isEqualTo(0.0025);
        assertThat(plan.remarks()).isEmpty();
    }

    @Test
    void a_plan_for_a_budget_keeps_it_and_leaves_little_of_it() {
        PrivacyPlan plan = PrivacyPlan.forBudget(3, 1e-5, 5000, 64, 800, 1);

        assertThat(plan.epsilonByPrv()).isBetween(2.99, 3.0);
        assertThat(plan.epsilonByRdp()).isGreaterThan(plan.epsilonByPrv());
    }

    @Test
    void the_usual_delta_is_below_one_over_the_number_of_records() {
        assertThat(PrivacyPlan.usualDelta(500)).isEqualTo(1e-5);
        assertThat(PrivacyPlan.usualDelta(60_000)).isEqualTo(1e-5);
        assertThat(PrivacyPlan.usualDelta(100_001)).isEqualTo(1e-6);
    }

    @Test
    void impossible_plans_are_refused_with_what_to_do() {
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 1, 1, 10, 1)).hasMessageContaining("One record");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 100, 200, 10, 1))
                .hasMessageContaining("at most 100");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 0.01, 100, 10, 10, 1))
                .hasMessageContaining("below 1/n")
                .hasMessageContaining("1.0E-5");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1, 1e-5, 100, 10, 0, 1)).hasMessageContaining("one step");
        assertThatThrownBy(() -> PrivacyPlan.forBudget(1e-9, 1e-5, 100, 100, 1_000_000, 1))
                .hasMessageContaining("No noise is enough");
    }

    @Test
    void rates_near_0_and_1_and_much_noise_are_remarked() {
        assertThat(PrivacyPlan.withNoise(1, 1e-5, 100, 100, 1, 1).remarks())
                .anyMatch(remark -> remark.contains("100 % of the records"));
        assertThat(PrivacyPlan.withNoise(1, 1e-8, 10_000_000, 2, 10, 1).remarks())
                .anyMatch(remark -> remark.contains("little to learn"));
        assertThat(PrivacyPlan.withNoise(50, 1e-5, 1000, 10, 100, 1).remarks())
                .anyMatch(remark -> remark.contains("hardly anything"));
    }
}
