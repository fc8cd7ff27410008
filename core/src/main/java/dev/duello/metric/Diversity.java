package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How different samples are from each other, measured by how different the reals are: the mean Euclidean distance between
 * two fakes in feature space, divided by that between two reals. About 1 is as diverse as real, about 0 is collapse.
 */
public final class Diversity {
    /** All pairs up to this number, else as many at random: the mean is then known to about 0.2 % where distances vary by a third. */
    private static final int PAIRS = 25_000;

    private static final int PAIRS_AT_ONCE = 250;

    private Diversity() {}

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
        try (var _ = TensorScope.open()) {
            Features both = Features.of(real, fake, 2);
            double reals = meanDistance(both.real());
            if (reals == 0) {
                throw new IllegalArgumentException(
                        "The real features are all the same: there is no diversity to compare with.");
            }
            return meanDistance(both.fake()) / reals;
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

    /** Two different ones each. At random, because neighbours in a folder or in a grid of classes are alike. */
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
