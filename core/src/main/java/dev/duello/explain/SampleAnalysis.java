package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.DType;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What the samples of a model are like, in the space of a feature network: which are best and worst, how quality and variety change when
 * rare latents are left out, and how smoothly samples change with the latent.
 *
 * @param best samples by their realism, the best first
 * @param worst the worst first
 * @param typical those with the nearest neighbors among the samples
 * @param novel those furthest from all real samples, of those that lie where real ones do
 * @param realism of each sample; above 1 it lies where real ones do
 * @param nearestReal of each sample, the index of the real one that is nearest to it
 * @param curve from the strongest truncation to none
 * @param pathLength see {@link #EPSILON}
 */
public record SampleAnalysis(
        int[] best,
        int[] worst,
        int[] typical,
        int[] novel,
        double[] realism,
        int[] nearestReal,
        List<Truncated> curve,
        double pathLength) {

    /**
     * Samples of latents without numbers beyond a bound.
     *
     * @param bound in standard deviations; infinite for none
     * @param precision share of samples that lie where real ones do
     * @param recall share of real samples that lie where generated ones do
     */
    public record Truncated(double bound, double precision, double recall) {}

    /**
     * The step of the path length, as a share of the way between two latents. StyleGAN's 1e-4 is too small for features in
     * float32 of a network that is not its own; values are comparable only with the same step and the same feature network.
     */
    public static final double EPSILON = 1e-2;
    /** Steps that the path length is a mean over, less the smallest and the largest hundredth. */
    public static final int PATHS = 1_000;

    private static final double[] BOUNDS = {0.5, 0.75, 1, 1.5, 2, Double.POSITIVE_INFINITY};
    private static final int BATCH = 250;

    /**
     * @param latents {@code [N, latent shape]} of the samples to choose from, N more than 3
     * @param features samples {@code [N, C, spatial...]} to {@code [N, d]}
     * @param reals features of as many real samples, {@code [N, d]}
     * @param shown how many of each kind
     */
    public static SampleAnalysis of(
            Model model, Tensor latents, UnaryOperator<Tensor> features, Tensor reals, int shown) {
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            int count = Math.toIntExact(latents.size(0));
            NearestNeighborBalls real = NearestNeighborBalls.of(reals);
            Tensor fakes = features(model, latents, features);
            NearestNeighborBalls fake = NearestNeighborBalls.of(fakes);
            double[][] distances = NearestNeighborBalls.distances(fakes, real.points());
            double[] realism = real.realism(distances);
            int[] nearest = new int[count];
            for (int i = 0; i < count; i++) {
                double[] row = distances[i];
                nearest[i] = IntStream.range(0, row.length)
                        .boxed()
                        .min(Comparator.comparingDouble(j -> row[j]))
                        .orElseThrow();
            }
            boolean[] covered = real.cover(distances);
            return new SampleAnalysis(
                    first(count, shown, i -> -realism[i]),
                    first(count, shown, i -> realism[i]),
                    first(count, shown, i -> fake.radii()[i]),
                    // A sample outside counts as not far at all.
                    first(count, shown, i -> covered[i] ? -distances[i][nearest[i]] : 0),
                    realism,
                    nearest,
                    curve(model, latents, features, real),
                    pathLength(model, features));
        }
    }

    private static int[] first(int count, int shown, IntToDoubleFunction order) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(order::applyAsDouble))
                .limit(shown)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Tensor features(Model model, Tensor latents, UnaryOperator<Tensor> features) {
        List<Tensor> parts = new ArrayList<>();
        for (long start = 0; start < latents.size(0); start += BATCH) {
            try (var _ = TensorScope.open()) {
                Tensor some = latents.narrow(0, start, Math.min(BATCH, latents.size(0) - start));
                parts.add(features.apply(model.sample(some, Weights.AVERAGE))
                        .copy()
                        .keep());
            }
        }
        parts.forEach(Tensor::handOver);
        return Tensors.concatenate(parts, 0);
    }

    private static List<Truncated> curve(
            Model model, Tensor latents, UnaryOperator<Tensor> features, NearestNeighborBalls real) {
        List<Truncated> curve = new ArrayList<>();
        for (double bound : BOUNDS) {
            try (var _ = TensorScope.open()) {
                Tensor fakes = features(model, truncated(model, latents, bound), features);
                NearestNeighborBalls fake = NearestNeighborBalls.of(fakes);
                curve.add(new Truncated(
                        bound,
                        share(real.cover(NearestNeighborBalls.distances(fakes, real.points()))),
                        share(fake.cover(NearestNeighborBalls.distances(real.points(), fake.points())))));
            }
        }
        return List.copyOf(curve);
    }

    /** The same latents with numbers beyond the bound drawn anew until they are within (Brock et al., 2019, section 3.1). */
    static Tensor truncated(Model model, Tensor latents, double bound) {
        float[] numbers = latents.toFloats();
        int length = numbers.length / Math.toIntExact(latents.size(0));
        int noise = Generators.noise(model);
        SplittableRandom random = new SplittableRandom(0);
        for (int i = 0; i < numbers.length; i++) {
            while (i % length < noise && Math.abs(numbers[i]) > bound) {
                numbers[i] = (float) random.nextGaussian();
            }
        }
        return Tensors.of(numbers, latents.shape()).toDeviceOf(latents);
    }

    private static double share(boolean[] covered) {
        int count = 0;
        for (boolean one : covered) {
            count += one ? 1 : 0;
        }
        return (double) count / covered.length;
    }

    /**
     * The mean squared distance of the features of two samples a small step apart on the great circle between two latents, over
     * the square of the step (Karras et al., 2019, equation 2), of {@link #PATHS} random places.
     */
    private static double pathLength(Model model, UnaryOperator<Tensor> features) {
        RandomStream random = new RandomStream("path-length", 0);
        double[] lengths = new double[PATHS];
        for (int start = 0; start < PATHS; start += BATCH) {
            try (var _ = TensorScope.open()) {
                Tensor from = model.latents(BATCH, random).reshape(BATCH, -1);
                Tensor to = model.latents(BATCH, random).reshape(BATCH, -1);
                double[] places =
                        random.uniform(model.device(), 0, 1 - EPSILON, BATCH).toDoubles();
                double[] moved = Arrays.stream(places).map(t -> t + EPSILON).toArray();
                Tensor difference =
                        at(model, features, from, to, moved).subtract(at(model, features, from, to, places));
                double[] squares = difference.to(DType.FLOAT64).square().sum(1L).toDoubles();
                for (int i = 0; i < BATCH; i++) {
                    lengths[start + i] = squares[i] / (EPSILON * EPSILON);
                }
            }
        }
        Arrays.sort(lengths);
        return Arrays.stream(lengths, PATHS / 100, PATHS - PATHS / 100)
                .average()
                .orElseThrow();
    }

    /** On the great circle between two latents; their classes stay those of the first. */
    private static Tensor at(Model model, UnaryOperator<Tensor> features, Tensor from, Tensor to, double[] places) {
        int noise = Generators.noise(model);
        int length = Math.toIntExact(from.size(1));
        double[] a = from.toDoubles();
        double[] b = to.toDoubles();
        double[] between = a.clone();
        for (int i = 0; i < places.length; i++) {
            double product = 0;
            double squareA = 0;
            double squareB = 0;
            for (int j = i * length; j < i * length + noise; j++) {
                product += a[j] * b[j];
                squareA += a[j] * a[j];
                squareB += b[j] * b[j];
            }
            double angle = Math.acos(Math.clamp(product / Math.sqrt(squareA * squareB), -1, 1));
            double sine = Math.sin(angle);
            for (int j = i * length; j < i * length + noise; j++) {
                between[j] = sine < 1e-4
                        ? (1 - places[i]) * a[j] + places[i] * b[j]
                        : (Math.sin((1 - places[i]) * angle) * a[j] + Math.sin(places[i] * angle) * b[j]) / sine;
            }
        }
        Tensor latents =
                Tensors.of(between, places.length, length).to(DType.FLOAT32).toDeviceOf(from);
        return features.apply(model.sample(latents, Weights.AVERAGE));
    }
}
