package dev.duello.privacy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scipy, scikit-learn, published values and closed forms. */
class AuditMathematicsTest {
    private static final JsonNode GOLDEN = Golden.read("privacy/audit");

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static int[] integers(JsonNode array) {
        return Arrays.stream(numbers(array)).mapToInt(value -> (int) value).toArray();
    }

    private static double[][] rows(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(AuditMathematicsTest::numbers)
                .toArray(double[][]::new);
    }

    @Test
    void the_curve_its_area_and_its_interval_equal_those_of_scikit_learn_and_DeLong_with_ties() {
        JsonNode golden = GOLDEN.get("roc");
        RocCurve roc = RocCurve.of(numbers(golden.get("members")), numbers(golden.get("nonMembers")));

        assertThat(roc.auc()).isCloseTo(golden.get("auc").asDouble(), within(1e-12));
        assertThat(roc.points().stream().mapToDouble(RocCurve.Point::falsePositiveRate))
                .usingElementComparator(AuditMathematicsTest::nearly)
                .containsExactlyElementsOf(list(golden.get("falsePositiveRates")));
        assertThat(roc.points().stream().mapToDouble(RocCurve.Point::truePositiveRate))
                .usingElementComparator(AuditMathematicsTest::nearly)
                .containsExactlyElementsOf(list(golden.get("truePositiveRates")));
        Interval interval = roc.aucInterval(0.95);
        assertThat(interval.low()).isCloseTo(golden.get("low").asDouble(), within(1e-9));
        assertThat(interval.high()).isCloseTo(golden.get("high").asDouble(), within(1e-9));
    }

    private static int nearly(double a, double b) {
        return Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b);
    }

    private static List<Double> list(JsonNode array) {
        return Arrays.stream(numbers(array)).boxed().toList();
    }

    @Test
    void exact_intervals_equal_those_of_scipy() {
        for (JsonNode each : GOLDEN.get("intervals")) {
            Interval interval = new Proportion(
                            each.get("successes").asLong(), each.get("trials").asLong())
                    .interval(each.get("confidence").asDouble());
            assertThat(interval.low()).isCloseTo(each.get("low").asDouble(), within(1e-9));
            assertThat(interval.high()).isCloseTo(each.get("high").asDouble(), within(1e-9));
        }
    }

    @Test
    void kernel_densities_equal_those_of_scipy() {
        JsonNode golden = GOLDEN.get("density");

        assertThat(new KernelDensity(rows(golden.get("points")), 0).logAt(rows(golden.get("places"))))
                .containsExactly(numbers(golden.get("logDensities")), within(1e-9));
    }

    @Test
    void the_copying_test_equals_the_code_of_its_authors() {
        JsonNode golden = GOLDEN.get("copying");

        assertThat(DataCopying.statistic(
                        numbers(golden.get("generated")),
                        integers(golden.get("generatedCells")),
                        numbers(golden.get("heldOut")),
                        integers(golden.get("heldOutCells"))))
                .isCloseTo(golden.get("statistic").asDouble(), within(1e-9));
    }

    @Test
    void the_copying_test_knows_copies_and_misses_nothing_where_too_few_are_in_a_cell() {
        double[] near = new double[50];
        double[] far = new double[60];
        Arrays.fill(far, 1);

        // All pairs on one side: u is 0, or the number of pairs.
        assertThat(DataCopying.statistic(near, new int[50], far, new int[60])).isLessThan(-8);
        assertThat(DataCopying.statistic(far, new int[60], near, new int[50])).isGreaterThan(8);
        assertThat(DataCopying.statistic(new double[20], new int[20], far, new int[60]))
                .isNaN();
    }

    /** The paper's appendix D and section 7, and its formula computed independently. */
    @ParameterizedTest
    @CsvSource({
        "1000,   100,  75,   1e-4, 0.672985",
        "100000, 1510, 1439, 1e-5, 2.675851",
        "1000,   100,  100,  1e-5, 3.465376",
        "1000,   200,  130,  1e-5, 0.365257",
        "1000,   1000, 600,  0,    0.297468",
        "1000,   100,  50,   1e-5, 0"
    })
    void the_one_run_audit_refutes_the_published_epsilons(
            int canaries, int guesses, int correct, double delta, double epsilon) {
        assertThat(new OneRunAudit(canaries, guesses, correct).epsilonLowerBound(delta, 0.05))
                .isCloseTo(epsilon, within(1e-6));
    }

    @Test
    void pure_guessing_is_a_fair_coin() {
        // 9 of 10 or more: 11 of 1024 sequences.
        assertThat(new OneRunAudit(10, 10, 9).pValue(0, 0)).isCloseTo(11 / 1024.0, within(1e-12));
        assertThat(new OneRunAudit(10, 0, 0).pValue(0, 0)).isEqualTo(1);
        assertThatThrownBy(() -> new OneRunAudit(10, 9, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_rate_too_small_for_so_few_non_members_is_not_resolvable() {
        RocCurve few = RocCurve.of(new double[1000], new double[999]);
        RocCurve many = RocCurve.of(new double[10], new double[10_000]);

        assertThat(few.at(0.01).isResolvable()).isFalse();
        assertThat(many.at(0.01).isResolvable()).isTrue();
        assertThat(many.at(0.001).isResolvable()).isTrue();
    }

    @Test
    void the_operating_point_accuses_no_more_non_members_than_allowed() {
        double[] members = {5, 4, 3, 2, 1};
        double[] nonMembers = new double[100];
        Arrays.setAll(nonMembers, i -> i == 0 ? 3.5 : i == 1 ? 1.5 : 0);
        OperatingPoint point = RocCurve.of(members, nonMembers).at(0.01);

        // Accusing from 2 on takes one non-member of a hundred.
        assertThat(point.truePositives()).isEqualTo(new Proportion(4, 5));
        assertThat(point.falsePositives()).isEqualTo(new Proportion(1, 100));
        // Clopper-Pearson at 97.5 % each: (0.2357, ...) and (..., 0.0646).
        assertThat(point.epsilonLowerBound(0, 0.95))
                .isCloseTo(
                        Math.log(point.truePositives().interval(0.975).low()
                                / point.falsePositives().interval(0.975).high()),
                        within(1e-12));
        assertThat(point.epsilonLowerBound(0.9, 0.95)).isZero();
    }

    @Test
    void normal_scores_have_the_area_of_the_closed_form() {
        Random random = new Random(0);
        double[] members =
                random.doubles(20_000).map(_ -> random.nextGaussian(1, 1)).toArray();
        double[] nonMembers =
                random.doubles(20_000).map(_ -> random.nextGaussian()).toArray();
        RocCurve roc = RocCurve.of(members, nonMembers);

        // The normal distribution at 1 / sqrt(2).
        assertThat(roc.auc()).isCloseTo(0.760250, within(0.005));
        assertThat(roc.aucInterval(0.999).contains(0.760250)).isTrue();
    }

    @Test
    void scores_in_perfect_order_leave_an_interval_for_few() {
        RocCurve few = RocCurve.of(new double[] {2, 3, 4}, new double[] {1});

        assertThat(few.auc()).isEqualTo(1);
        assertThat(few.aucInterval(0.95).low()).isCloseTo(1 - 0.975, within(1e-12));
        assertThat(few.aucInterval(0.95).high()).isEqualTo(1);
    }

    @Test
    void scores_that_are_not_numbers_are_refused() {
        assertThatThrownBy(() -> RocCurve.of(new double[] {Double.NaN}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("members");
        assertThatThrownBy(() -> RocCurve.of(new double[] {1}, new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void privacy_leaves_no_more_than_its_region() {
        // Perfect privacy: guessing. No privacy: everything.
        assertThat(new PrivacyRegion(0, 0).truePositiveRate(0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(new PrivacyRegion(1, 1e-5).truePositiveRate(0.01)).isCloseTo(Math.E * 0.01 + 1e-5, within(1e-15));
        assertThat(new PrivacyRegion(1, 0).truePositiveRate(0.9)).isCloseTo(1 - 0.1 / Math.E, within(1e-15));
        assertThat(new PrivacyRegion(50, 0).truePositiveRate(0.5)).isCloseTo(1, within(1e-15));
        assertThat(new PrivacyRegion(0, 0.2).truePositiveRate(0)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void copies_are_not_authentic_and_far_samples_are() {
        double[] among = {1, 1, 1, 1};

        assertThat(Authenticity.of(new double[4], among).value()).isZero();
        assertThat(Authenticity.of(new double[] {9, 9, 9, 9}, among).value()).isEqualTo(1);
        assertThat(Authenticity.of(new double[] {0.5, 2, 1, 3}, among)).isEqualTo(new Proportion(2, 4));
    }

    @Test
    void a_sample_much_nearer_to_one_training_sample_than_to_others_is_memorized() {
        double[] ratios = Memorized.ratios(new double[] {0, 1, 1, 0}, new double[] {1, 2.9, 3.1, 0});

        assertThat(ratios).containsExactly(0, 1 / 2.9, 1 / 3.1, 0);
        assertThat(Memorized.of(ratios)).isEqualTo(new Proportion(3, 4));
    }

    @Test
    void shares_count_what_is_nearer() {
        assertThat(CloserToMembers.of(new double[] {1, 2, 3, 3}, new double[] {2, 1, 4, 3}))
                .isEqualTo(new Proportion(2, 3));
        assertThat(CloserToMembers.of(new double[] {1}, new double[] {1}).value())
                .isEqualTo(0.5);
        assertThat(Identifiability.of(new double[] {1, 2, 3}, new double[] {2, 2, 2}))
                .isEqualTo(new Proportion(1, 3));
    }

    @Test
    void the_monte_carlo_radius_is_the_median() {
        assertThat(MonteCarlo.radius(new double[] {1, 5}, new double[] {2, 9})).isEqualTo(3.5);
        assertThat(MonteCarlo.radius(new double[] {1, 5}, new double[] {2})).isEqualTo(2);
        assertThat(MonteCarlo.scores(new int[] {0, 3}, 6)).containsExactly(0, 0.5);
    }
}
