import dev.duello.data.Split;
import dev.duello.data.image.PngFiles;
import dev.duello.data.shapes.ShapeDrawing;
import dev.duello.data.shapes.ShapeFactors;
import dev.duello.explain.Directions;
import dev.duello.explain.ImageTraits;
import dev.duello.explain.ImageTraits.Trait;
import dev.duello.explain.LatentDirection;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.train.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How well directions of a generator of the data set {@code shapes} go with the factors that made its images: the correlation of a
 * latent's place along each direction with each factor, as 2,000 samples show it.
 *
 * <p>{@code Factors RUN} prints the table; {@code Factors draw FOLDER N} writes the first N test images.
 */
final class Factors {
    private static final int SAMPLES = 2_000;
    private static final int BATCH = 250;
    private static final int COUNT = 12;
    private static final List<Trait> FACTORS = List.of(Trait.HUE, Trait.SIZE, Trait.X, Trait.Y, Trait.BRIGHTNESS);

    private Factors() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("draw")) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                PngFiles.write(
                        Path.of(arguments[1], String.format("%04d.png", i)),
                        ShapeDrawing.FORMAT,
                        ShapeDrawing.draw(ShapeFactors.of(Split.TEST, i)));
            }
            return;
        }
        try (TrainedModel trained = TrainedModel.open(Path.of(arguments[0]))) {
            Model model = trained.model();
            int noise = Math.toIntExact(model.latentShape().elements()) - model.classes();
            double[][] latents = new double[SAMPLES][];
            double[][] factors = new double[SAMPLES][];
            RandomStream random = new RandomStream("factors", 0);
            for (int start = 0; start < SAMPLES; start += BATCH) {
                try (var _ = TensorScope.open()) {
                    Tensor z = model.latents(BATCH, random);
                    double[][] traits = ImageTraits.of(model.sample(z, Weights.AVERAGE));
                    double[] all = z.toDoubles();
                    for (int i = 0; i < BATCH; i++) {
                        latents[start + i] = java.util.Arrays.copyOfRange(
                                all, i * all.length / BATCH, i * all.length / BATCH + noise);
                        factors[start + i] = values(traits[i]);
                    }
                }
            }
            Map<String, List<LatentDirection>> methods = new LinkedHashMap<>();
            methods.put("random", random(noise));
            methods.put("sefa", Directions.find(model, Directions.Method.SEFA, COUNT));
            methods.put("ganspace", Directions.find(model, Directions.Method.GANSPACE, COUNT));
            methods.put("labels", Directions.find(model, Directions.Method.LABELS, COUNT));
            methods.forEach((name, directions) -> print(name, directions, latents, factors));
        }
    }

    /** Hues end at magenta, so that a little beyond red is a little below 0. */
    private static double[] values(double[] traits) {
        double[] values = new double[FACTORS.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = traits[FACTORS.get(f).ordinal()];
        }
        values[0] = values[0] > 330.0 / 360 ? values[0] - 1 : values[0];
        return values;
    }

    private static List<LatentDirection> random(int noise) {
        SplittableRandom random = new SplittableRandom(1);
        List<LatentDirection> directions = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            double[] vector = new double[noise];
            for (int j = 0; j < noise; j++) {
                vector[j] = random.nextGaussian();
            }
            directions.add(new LatentDirection("random-" + i, vector, 0));
        }
        return directions;
    }

    private static void print(
            String name, List<LatentDirection> directions, double[][] latents, double[][] factors) {
        StringBuilder row = new StringBuilder(String.format("| %s |", name));
        double sum = 0;
        for (int f = 0; f < FACTORS.size(); f++) {
            double best = 0;
            double other = 0;
            for (LatentDirection direction : directions) {
                double found = correlation(direction, latents, factors, f);
                if (found > best) {
                    best = found;
                    other = 0;
                    for (int g = 0; g < FACTORS.size(); g++) {
                        other = g == f ? other : Math.max(other, correlation(direction, latents, factors, g));
                    }
                }
            }
            sum += best;
            row.append(String.format(" %.2f (%.1f) |", best, best / other));
        }
        System.out.printf("%s %.2f |%n", row, sum / FACTORS.size());
    }

    private static double correlation(LatentDirection direction, double[][] latents, double[][] factors, int factor) {
        double n = 0;
        double a = 0;
        double b = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < latents.length; i++) {
            double value = factors[i][factor];
            if (!Double.isNaN(value)) {
                double place = 0;
                for (int j = 0; j < latents[i].length; j++) {
                    place += latents[i][j] * direction.vector()[j];
                }
                n++;
                a += place;
                b += value;
                aa += place * place;
                bb += value * value;
                ab += place * value;
            }
        }
        return Math.abs((ab / n - a / n * (b / n))
                / Math.sqrt((aa / n - a / n * (a / n)) * (bb / n - b / n * (b / n))));
    }
}
