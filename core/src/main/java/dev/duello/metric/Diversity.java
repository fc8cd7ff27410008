package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How different samples are from each other, measured by how different the reals are: the mean Euclidean distance between
 * two fakes in feature space, divided by that between two reals. About 1 is as diverse as real, about 0 is collapse.
 */
public final class Diversity implements Metric {
    private static final Function<Samples, Double> REAL_DISTANCE = reals -> realDistance(reals.features());

    /** All pairs up to this number, else as many at random: the mean is then known to about 0.2 % where distances vary by a third. */
    private static final int PAIRS = 25_000;

    private static final int PAIRS_AT_ONCE = 250;

    @Override
    public String name() {
        return "diversity";
    }

    @Override
    public Best best() {
        return Best.ONE;
    }

    @Override
    public MetricRequirements requirements() {
        return MetricRequirements.features(2);
    }

    @Override
    public String help() {
        return "Spread of the fakes relative to that of the reals: the mean distance between the features of two.";
    }

    @Override
    public String good() {
        return "1 is as diverse as the reals, about 0 is collapse; more than 1 is as wrong as less.";
    }

    @Override
    public double compute(RealAndFake samples) {
        return ratio(
                samples.real().features(),
                samples.fake().features(),
                samples.real().once(REAL_DISTANCE));
    }

    /**
     * The same features give the same number: the pairs depend only on how many there are.
     *
     * @param real features {@code [N, d]}, N at least 2, not all the same
     * @param fake features {@code [M, d]}, M at least 2
     * @return at least 0
     * @throws IllegalArgumentException when there are too few features, the widths differ, a number is not finite, or all
     *     reals are the same
     */
    public static double between(Tensor real, Tensor fake) {
        return ratio(real, fake, realDistance(real));
    }

    private static double ratio(Tensor real, Tensor fake, double realDistance) {
        double fakeDistance = meanDistance("fake features", fake);
        Features.requireSameWidth(real.size(1), fake.size(1));
        return fakeDistance / realDistance;
    }

    private static double realDistance(Tensor real) {
        double distance = meanDistance("real features", real);
        if (distance == 0) {
            throw new IllegalArgumentException(
                    "The real features are all the same: there is no diversity to compare with.");
        }
        return distance;
    }

    private static double meanDistance(String what, Tensor features) {
        try (var _ = TensorScope.open()) {
            return meanDistance(Features.matrix(what, features, 2));
        }
    }

    private static double meanDistance(Tensor points) {
        int count = (int) points.size(0);
        long[][] pairs = (long) count * (count - 1) / 2 <= PAIRS ? allPairs(count) : randomPairs(count);
        double sum = 0;
        int total = pairs[0].length;
        for (int start = 0; start < total; start += PAIRS_AT_ONCE) {
            int some = Math.min(PAIRS_AT_ONCE, total - start);
            try (var _ = TensorScope.open()) {
                sum += rows(points, pairs[0], start, some)
                        .subtract(rows(points, pairs[1], start, some))
                        .square()
                        .sum(1L)
                        .sqrt()
                        .sum()
                        .item();
            }
        }
        return sum / total;
    }

    private static Tensor rows(Tensor points, long[] indices, int start, int count) {
        return points.rows(Tensors.of(Arrays.copyOfRange(indices, start, start + count), count));
    }

    private static long[][] allPairs(int count) {
        long[][] pairs = new long[2][count * (count - 1) / 2];
        int at = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                pairs[0][at] = i;
                pairs[1][at++] = j;
            }
        }
        return pairs;
    }

    /** Two different ones each. At random, because neighbors in a folder or in a grid of classes are alike. */
    private static long[][] randomPairs(int count) {
        SplittableRandom random = new SplittableRandom(count);
        long[][] pairs = new long[2][PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            int first = random.nextInt(count);
            int second = random.nextInt(count - 1);
            pairs[0][i] = first;
            pairs[1][i] = second < first ? second : second + 1;
        }
        return pairs;
    }
}
