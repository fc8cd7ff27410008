package dev.duello.app.studio.toy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.app.studio.http.HttpException;
import dev.duello.gan.GaussianMixture;
import dev.duello.gan.Objective;
import dev.duello.gan.Penalty;
import dev.duello.gan.ToyGan;
import dev.duello.nn.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What can be switched on the page.
 *
 * @param data the points
 * @param penalty {@code none}, {@code r1}, {@code r2}, {@code r1-r2} or {@code wgan-gp}
 * @param weight of the penalty
 * @param beta1 of Adam
 * @param discriminatorSteps for one of the generator
 */
record ToySettings(
        GaussianMixture data,
        Objective objective,
        String penalty,
        double weight,
        double generatorRate,
        double discriminatorRate,
        double beta1,
        int latent,
        int discriminatorSteps,
        long seed) {
    private static final List<String> PENALTIES = List.of("none", "r1", "r2", "r1-r2", "wgan-gp");
    private static final int MOST_POINTS = 5_000;
    private static final double FAR = 10;
    /** Wider than in the tables of the literature, so that one sees more than dots. */
    private static final double RING_DEVIATION = 0.08;

    private static final double GRID_DEVIATION = 0.12;
    /** Rates do not fall: whoever looks on may want to go on for long. */
    private static final double ENDLESS_KIMG = 1e9;

    /** @throws HttpException when anything in the body is not such a setting */
    static ToySettings parse(JsonNode body) {
        String penalty = body.path("penalty").asText("none");
        if (!PENALTIES.contains(penalty)) {
            throw HttpException.malformed("penalty is one of " + String.join(", ", PENALTIES) + ".");
        }
        return new ToySettings(
                data(body),
                objective(body.path("objective").asText("non-saturating")),
                penalty,
                number(body, "weight", 0.1, 0, 100),
                number(body, "generatorRate", 1e-3, 1e-6, 1),
                number(body, "discriminatorRate", 1e-3, 1e-6, 1),
                number(body, "beta1", 0, 0, 0.99),
                (int) number(body, "latent", 2, 1, 64),
                (int) number(body, "discriminatorSteps", 1, 1, 20),
                (long) number(body, "seed", 1, 0, 1e12));
    }

    private static Objective objective(String name) {
        String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Objective.values())
                .filter(objective -> objective.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> HttpException.malformed("There is no objective '" + name + "'."));
    }

    private static GaussianMixture data(JsonNode body) {
        String name = body.path("data").asText("ring");
        return switch (name) {
            case "ring" -> GaussianMixture.ring().withDeviation(RING_DEVIATION);
            case "grid" -> GaussianMixture.grid().withDeviation(GRID_DEVIATION);
            case "spiral" -> GaussianMixture.spiral();
            case "drawn" -> GaussianMixture.along("drawn", points(body.path("points")));
            default -> throw HttpException.malformed("data is ring, grid, spiral or drawn.");
        };
    }

    private static List<float[]> points(JsonNode numbers) {
        int count = numbers.size() / 2;
        if (count == 0 || count > MOST_POINTS) {
            throw HttpException.malformed("points holds x and y of 1 to " + MOST_POINTS + " points.");
        }
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = numbers.get(2 * i).asDouble(Double.NaN);
            double y = numbers.get(2 * i + 1).asDouble(Double.NaN);
            if (!(Math.abs(x) <= FAR && Math.abs(y) <= FAR)) {
                throw HttpException.malformed("points holds numbers from " + -FAR + " to " + FAR + ".");
            }
            points.add(new float[] {(float) x, (float) y});
        }
        return points;
    }

    private static double number(JsonNode body, String name, double otherwise, double low, double high) {
        JsonNode node = body.path(name);
        if (node.isMissingNode()) {
            return otherwise;
        }
        double value = node.isNumber() ? node.asDouble() : Double.NaN;
        if (!(value >= low && value <= high)) {
            throw HttpException.malformed(
                    String.format(Locale.ROOT, "%s must be a number from %s to %s.", name, low, high));
        }
        return value;
    }

    ToyGan learner() {
        Schedule none = Schedule.constant(0);
        Schedule on = Schedule.constant(weight);
        Penalty chosen = new Penalty(
                penalty.startsWith("r1") ? on : none,
                penalty.endsWith("r2") ? on : none,
                penalty.equals("wgan-gp") ? weight : 0,
                1);
        return new ToyGan(
                objective,
                chosen,
                latent,
                Schedule.constant(generatorRate),
                Schedule.constant(discriminatorRate),
                beta1,
                discriminatorSteps,
                ENDLESS_KIMG);
    }

    /** Whether the networks for other settings fit this one, so that it can go on from there. */
    boolean fits(ToySettings other) {
        return latent == other.latent && seed == other.seed;
    }

    /** Half the side of the square that is shown. */
    double extent() {
        double far = data.centers().stream()
                .mapToDouble(center -> Math.max(Math.abs(center[0]), Math.abs(center[1])))
                .max()
                .orElse(1);
        return Math.max(3, 1.3 * far);
    }
}
