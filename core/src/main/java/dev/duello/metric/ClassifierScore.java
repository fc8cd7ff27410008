package dev.duello.metric;

import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.SplittableRandom;

/**
 * The inception score, for any classifier: {@code exp(mean over x of KL(p(y|x) || p(y)))}, per split of the samples
 * (Salimans et al., 2016, section 4, <a href="https://arxiv.org/abs/1606.03498">arXiv:1606.03498</a>). From 1, where all
 * samples look alike to the classifier, to the number of classes, where each is certain and all are equally frequent.
 *
 * @param mean over the splits
 * @param deviation their standard deviation, divided by their number
 */
public record ClassifierScore(double mean, double deviation) {
    /** As in the paper. */
    public static final int DEFAULT_SPLITS = 10;

    private static final int ROWS_AT_ONCE = 4096;

    /**
     * By ten splits drawn at random, so that samples sorted by class score like shuffled ones.
     *
     * @param logits {@code [N, K]}, N at least 10
     * @param seed chooses the splits
     * @throws IllegalArgumentException when there are too few samples, or a number is not finite
     */
    public static ClassifierScore of(Tensor logits, long seed) {
        int[] splits = splits(logits, DEFAULT_SPLITS);
        SplittableRandom random = new RandomStream("classifier-score", seed).javaRandom();
        for (int i = splits.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = splits[i];
            splits[i] = splits[j];
            splits[j] = swap;
        }
        return of(logits, splits, DEFAULT_SPLITS);
    }

    /**
     * By splits of consecutive rows.
     *
     * @param logits {@code [N, K]}, in random order
     * @param splits from 1 to N
     * @throws IllegalArgumentException when there are too few samples, or a number is not finite
     */
    public static ClassifierScore inOrder(Tensor logits, int splits) {
        return of(logits, splits(logits, splits), splits);
    }

    /** The split of each row. */
    private static int[] splits(Tensor logits, int splits) {
        if (splits < 1) {
            throw new IllegalArgumentException("The score needs at least 1 split, not " + splits + ".");
        }
        try (var _ = TensorScope.open()) {
            long rows = Features.checked("logits", logits, splits).size(0);
            int[] of = new int[(int) rows];
            for (int split = 0; split < splits; split++) {
                for (long row = split * rows / splits; row < (split + 1) * rows / splits; row++) {
                    of[(int) row] = split;
                }
            }
            return of;
        }
    }

    private static ClassifierScore of(Tensor logits, int[] splitOf, int splits) {
        int classes = (int) logits.size(1);
        Split[] sums = new Split[splits];
        for (int i = 0; i < splits; i++) {
            sums[i] = new Split(classes);
        }
        double[] row = new double[classes];
        for (int start = 0; start < splitOf.length; start += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, splitOf.length - start);
            double[] some;
            try (var _ = TensorScope.open()) {
                some = logits.narrow(0, start, rows).toDoubles();
            }
            for (int i = 0; i < rows; i++) {
                System.arraycopy(some, i * classes, row, 0, classes);
                sums[splitOf[start + i]].add(row);
            }
        }
        double[] scores = new double[splits];
        for (int i = 0; i < splits; i++) {
            scores[i] = sums[i].score();
        }
        return new ClassifierScore(MeanAndDeviation.mean(scores), MeanAndDeviation.deviation(scores));
    }

    /** {@code mean KL(p || q) = mean sum p log p - sum q log q}, where q is the mean of p: no sample need be kept. */
    private static final class Split {
        private final double[] marginal;
        private double negativeEntropies;
        private long count;

        Split(int classes) {
            marginal = new double[classes];
        }

        void add(double[] logits) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double logit : logits) {
                largest = Math.max(largest, logit);
            }
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit - largest);
            }
            double logSum = largest + Math.log(sum);
            for (int k = 0; k < logits.length; k++) {
                double log = logits[k] - logSum;
                double probability = Math.exp(log);
                marginal[k] += probability;
                negativeEntropies += probability * log;
            }
            count++;
        }

        double score() {
            double divergence = negativeEntropies / count;
            for (double sum : marginal) {
                double share = sum / count;
                // 0 log 0 is 0: a class that no sample has.
                divergence -= share == 0 ? 0 : share * Math.log(share);
            }
            return Math.exp(Math.max(0, divergence));
        }
    }
}
