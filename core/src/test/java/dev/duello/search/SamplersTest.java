package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.search.Sampler.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regret on public functions, compared with that of Optuna's samplers (bench/reference/optuna_regret.py). */
@Tag("slow")
class SamplersTest {
    private static final int SEEDS = 20;
    private static final JsonNode OPTUNA = optuna();

    private static JsonNode optuna() {
        try (InputStream in = SamplersTest.class.getResourceAsStream("optuna.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_functions_have_their_published_minima() {
        assertThat(TestFunctions.value(Map.of("x0", Math.PI, "x1", 2.275))).isCloseTo(0.397887, within(1e-6));
        assertThat(TestFunctions.value(Map.of("x0", 0.114614, "x1", 0.555649, "x2", 0.852547)))
                .isCloseTo(-3.86278, within(1e-5));
        Map<String, Double> six =
                Map.of("x0", 0.20169, "x1", 0.150011, "x2", 0.476874, "x3", 0.275332, "x4", 0.311652, "x5", 0.6573);
        assertThat(TestFunctions.value(six)).isCloseTo(-3.32237, within(1e-5));
        assertThat(TestFunctions.value(six, 100, new SplittableRandom(0))).isEqualTo(TestFunctions.value(six));
    }

    @ParameterizedTest
    @CsvSource({"branin, 2", "hartmann3, 3", "hartmann6, 6"})
    void tpe_regrets_no_more_than_that_of_optuna_and_far_less_than_chance(String name, int dimensions) {
        double tpe = median(seed -> regret(new TpeSampler(), dimensions, seed));
        double random = median(seed -> regret(Sampler.RANDOM, dimensions, seed));

        assertThat(tpe).isLessThanOrEqualTo(median(name + "-tpe")).isLessThan(random / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void halving_with_tpe_regrets_no_more_than_that_of_optuna_and_far_less_than_chance(int dimensions) {
        double both = median(seed -> regretAtCost(new TpeSampler(), Halving.over(100), dimensions, seed));
        double tpe = median(seed -> regretAtCost(new TpeSampler(), Halving.none(100), dimensions, seed));
        double random = median(seed -> regretAtCost(Sampler.RANDOM, Halving.none(100), dimensions, seed));

        assertThat(both)
                .isLessThanOrEqualTo(median("mf-hartmann" + dimensions + "-tpe-halving"))
                .isLessThan(tpe)
                .isLessThan(random / 2);
    }

    private static double median(String name) {
        JsonNode values = OPTUNA.at("/regret/" + name);
        return median(IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i).asDouble())
                .toArray());
    }

    private static double median(IntToDoubleFunction regret) {
        return median(IntStream.range(0, SEEDS).mapToDouble(regret).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    private static double regret(Sampler sampler, int dimensions, int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Observation> history = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < OPTUNA.get("trials").asInt(); trial++) {
            Map<String, Double> point = sampler.propose(TestFunctions.space(dimensions), history, random);
            double value = TestFunctions.value(point);
            history.add(Observation.of(point, value));
            best = Math.min(best, value);
        }
        return best - TestFunctions.minimum(dimensions);
    }

    /** As many trials as a budget of so many whole lengths allows; what is best at the whole length counts. */
    private static double regretAtCost(Sampler sampler, Halving halving, int dimensions, int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        RandomGenerator noise = new SplittableRandom(1000 + seed);
        List<Map<String, Double>> points = new ArrayList<>();
        List<Map<Integer, Double>> reached = new ArrayList<>();
        halving.lengths().forEach(_ -> reached.add(new HashMap<>()));
        Set<Halving.Promotion> went = new HashSet<>();
        double spent = 0;
        double best = Double.POSITIVE_INFINITY;
        while (spent < OPTUNA.get("budget").asDouble() * 100) {
            Optional<Halving.Promotion> promotion = halving.next(
                    reached, (trial, rung) -> went.contains(new Halving.Promotion(trial, rung + 1)), false);
            promotion.ifPresent(went::add);
            int trial = promotion.map(Halving.Promotion::trial).orElse(points.size());
            int rung = promotion.map(Halving.Promotion::rung).orElse(0);
            if (promotion.isEmpty()) {
                points.add(sampler.propose(TestFunctions.space(dimensions), history(points, reached), random));
            }
            Map<String, Double> point = points.get(trial);
            double length = halving.lengths().get(rung);
            double before =
                    rung == 0 ? Double.POSITIVE_INFINITY : reached.get(rung - 1).get(trial);
            reached.get(rung).put(trial, Math.min(before, TestFunctions.value(point, length, noise)));
            spent += length - (rung == 0 ? 0 : halving.lengths().get(rung - 1));
            if (rung == halving.last()) {
                best = Math.min(best, TestFunctions.value(point));
            }
        }
        return best - TestFunctions.minimum(dimensions);
    }

    private static List<Observation> history(List<Map<String, Double>> points, List<Map<Integer, Double>> reached) {
        List<Observation> history = new ArrayList<>();
        for (int trial = 0; trial < points.size(); trial++) {
            int rung = 0;
            while (rung + 1 < reached.size() && reached.get(rung + 1).containsKey(trial)) {
                rung++;
            }
            history.add(
                    new Observation(points.get(trial), rung, reached.get(rung).get(trial), false));
        }
        return history;
    }
}
