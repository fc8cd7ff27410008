package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Condition;
import dev.duello.search.Parameter.Numbers;
import dev.duello.search.Sampler.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParzenEstimatorTest {
    private static final Parameter RATE = new Parameter("rate", new Numbers(1e-4, 1e-1, true, false), null);
    private static final Parameter STEPS = new Parameter("steps", new Numbers(1, 8, false, true), null);
    private static final Parameter WIDTH = new Parameter("width", new Numbers(16, 128, true, true), null);
    private static final Parameter LOSS = new Parameter("loss", new Choices(List.of("a", "b", "c")), null);
    private static final List<Map<String, Double>> POINTS = List.of(
            Map.of("rate", 1e-4, "steps", 1.0, "width", 16.0, "loss", 2.0),
            Map.of("rate", 2e-3, "steps", 3.0, "width", 128.0, "loss", 2.0),
            Map.of("rate", 2e-3, "steps", 8.0, "width", 40.0, "loss", 0.0));

    @Test
    void a_density_of_numbers_integrates_to_one() {
        ParzenEstimator estimator = new ParzenEstimator(List.of(RATE), POINTS);

        int pieces = 20_000;
        double range = Math.log(1e-1) - Math.log(1e-4);
        double integral = 0;
        for (int i = 0; i < pieces; i++) {
            double rate = Math.exp(Math.log(1e-4) + (i + 0.5) / pieces * range);
            integral += Math.exp(estimator.logDensity(Map.of("rate", rate))) * range / pieces;
        }
        assertThat(integral).isCloseTo(1, within(1e-5));
    }

    @Test
    void probabilities_of_whole_numbers_and_choices_add_up_to_one_together() {
        ParzenEstimator estimator = new ParzenEstimator(List.of(STEPS, WIDTH, LOSS), POINTS);

        double sum = 0;
        for (double steps = 1; steps <= 8; steps++) {
            for (double width = 16; width <= 128; width++) {
                for (double loss = 0; loss < 3; loss++) {
                    sum += Math.exp(estimator.logDensity(Map.of("steps", steps, "width", width, "loss", loss)));
                }
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void draws_are_as_frequent_as_the_density_says() {
        ParzenEstimator estimator = new ParzenEstimator(List.of(STEPS), POINTS);
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[9];
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            counts[estimator.draw(random).get("steps").intValue()]++;
        }

        for (int steps = 1; steps <= 8; steps++) {
            double probability = Math.exp(estimator.logDensity(Map.of("steps", (double) steps)));
            assertThat((double) counts[steps] / draws).isCloseTo(probability, within(0.01));
        }
    }

    @Test
    void far_from_the_mean_the_normal_distribution_keeps_its_digits() {
        // Of tables: P(X > 6) = 9.865876450377e-10, P(0 < X < 1) = 0.341344746068543.
        assertThat(NormalDistribution.logProbability(6, 40)).isCloseTo(Math.log(9.865876450377e-10), within(1e-6));
        assertThat(NormalDistribution.logProbability(-40, -6)).isCloseTo(Math.log(9.865876450377e-10), within(1e-6));
        assertThat(NormalDistribution.logProbability(0, 1)).isCloseTo(Math.log(0.341344746068543), within(1e-6));
    }

    @Test
    void a_parameter_with_a_condition_is_proposed_where_it_holds_and_learned_from_those_that_had_it() {
        Parameter penalty =
                new Parameter("penalty", new Numbers(0, 1, false, false), new Condition("loss", Set.of("a")));
        Space space = new Space(List.of(LOSS, penalty));
        SplittableRandom random = new SplittableRandom(2);
        List<Observation> history = new ArrayList<>();
        int active = 0;
        for (int i = 0; i < 80; i++) {
            Map<String, Double> point = new TpeSampler().propose(space, history, random);
            assertThat(point.containsKey("penalty")).isEqualTo(point.get("loss") == 0);
            active += point.containsKey("penalty") ? 1 : 0;
            history.add(Observation.of(point, point.containsKey("penalty") ? Math.abs(point.get("penalty") - 0.8) : 1));
        }

        assertThat(active).isGreaterThan(50);
        assertThat(history.subList(40, 80).stream()
                        .filter(each -> each.badness() < 0.1)
                        .count())
                .isGreaterThan(20);
    }

    @Test
    void what_still_runs_is_kept_away_from() {
        Space space = new Space(List.of(new Parameter("x", new Numbers(0, 1, false, false), null)));
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            history.add(Observation.of(Map.of("x", i / 10.0), Math.abs(i / 10.0 - 0.3)));
        }
        double alone = meanDistance(space, history);
        for (int i = 0; i < 6; i++) {
            history.add(new Observation(Map.of("x", 0.3), 0, 0, true));
        }

        assertThat(meanDistance(space, history)).isGreaterThan(alone * 1.2);
    }

    private static double meanDistance(Space space, List<Observation> history) {
        SplittableRandom random = new SplittableRandom(3);
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            sum += Math.abs(new TpeSampler().propose(space, history, random).get("x") - 0.3);
        }
        return sum;
    }

    @Test
    void values_become_texts_and_come_back() {
        Space space = new Space(List.of(RATE, STEPS, WIDTH, LOSS));
        Map<String, Double> point = space.random(new SplittableRandom(4));

        Map<String, String> values = space.values(point);

        assertThat(space.values(space.point(values))).isEqualTo(values);
        assertThat(values.get("steps")).matches("[1-8]");
        assertThat(values.get("rate")
                        .replaceAll("E.*|[.]", "")
                        .replaceAll("^0+", "")
                        .length())
                .isLessThanOrEqualTo(5);
        assertThat(space.point(values).get("rate")).isCloseTo(point.get("rate"), within(point.get("rate") * 1e-3));
    }
}
