package dev.duello.gan;

import dev.duello.learn.Weights;
import dev.duello.nn.Schedule;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Which objectives find every mode of Gaussians in the plane. The main method makes the table of the guide. */
final class ToyProblems {
    private static final int STEPS = 4000;

    private static final int BATCH = 128;
    private static final int SAMPLES = 2500;
    private static final int SEEDS = 5;
    private static final int LATENT = 2;
    private static final Schedule RATE = new Schedule(3e-3, 3e-5);

    /** What differs between the rows of the table; all else is the same. */
    record Recipe(String name, Objective objective, Penalty penalty) {
        static final Recipe R3GAN = new Recipe(
                "relativistic, R1 + R2",
                Objective.RELATIVISTIC,
                new Penalty(new Schedule(0.2, 0.01), new Schedule(0.2, 0.01), 0, 1));

        static final List<Recipe> ALL = List.of(
                new Recipe("minimax", Objective.MINIMAX, Penalty.NONE),
                new Recipe("non-saturating", Objective.NON_SATURATING, Penalty.NONE),
                new Recipe("least-squares", Objective.LEAST_SQUARES, Penalty.NONE),
                new Recipe("hinge", Objective.HINGE, Penalty.NONE),
                new Recipe(
                        "wasserstein, wgan-gp",
                        Objective.WASSERSTEIN,
                        new Penalty(Schedule.constant(0), Schedule.constant(0), 0.1, 1)),
                R3GAN);
    }

    private ToyProblems() {}

    /** Prints the table, a row at a time. */
    public static void main(String[] arguments) {
        Torch.setThreads(1);
        System.out.println("| objective | ring: modes of 8 | good | grid: modes of 25 | good |");
        System.out.println("|---|---|---|---|---|");
        for (Recipe recipe : Recipe.ALL) {
            System.out.print("| " + recipe.name() + " |");
            for (GaussianMixture data : List.of(GaussianMixture.ring(), GaussianMixture.grid())) {
                StringJoiner modes = new StringJoiner(", ");
                double good = 0;
                for (int seed = 0; seed < SEEDS; seed++) {
                    GaussianMixture.Coverage coverage = train(data, recipe, seed, STEPS);
                    modes.add(String.valueOf(coverage.modes()));
                    good += coverage.good() / SEEDS;
                }
                System.out.printf(Locale.ROOT, " %s | %.0f %% |", modes, 100 * good);
            }
            System.out.println();
        }
    }

    /**
     * Trains with one seed and counts what the moving average of the generator then makes.
     */
    static GaussianMixture.Coverage train(GaussianMixture data, Recipe recipe, long seed, int steps) {
        try (var learner = new GanLearner(config(recipe, steps), seed, Device.CPU, Precision.FP32)) {
            RandomStream reals = new RandomStream("reals", seed);
            for (int i = 0; i < steps; i++) {
                try (var _ = TensorScope.open()) {
                    GanLearners.step(learner, data.sample(BATCH, reals));
                }
            }
            try (var _ = TensorScope.open()) {
                Tensor latents = learner.model().latents(SAMPLES, new RandomStream("judged", seed));
                return data.coverage(
                        learner.model().sample(latents, Weights.AVERAGE).toFloats());
            }
        }
    }

    private static GanLearner.Config config(Recipe recipe, int steps) {
        return new ToyGan(recipe.objective(), recipe.penalty(), LATENT, RATE, RATE, 0, 1, steps * BATCH / 1000.0)
                .config();
    }
}
