package dev.duello.metric;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often each class was generated, as a classifier sees it: a mode that was dropped is a class that is missing.
 *
 * @param counts by label
 */
public record ClassHistogram(List<Long> counts) {
    /** That of the most likely class of each sample. */
    static final Function<Samples, ClassHistogram> OF_LOGITS =
            samples -> ClassHistogram.of(samples.labels(), samples.classes());

    /** @throws IllegalArgumentException when there are fewer than 2 classes, or all counts are 0 */
    public ClassHistogram {
        counts = List.copyOf(counts);
        if (counts.size() < 2) {
            throw new IllegalArgumentException("A histogram needs at least 2 classes, not " + counts.size() + ".");
        }
        if (counts.stream().anyMatch(count -> count < 0) || counts.stream().allMatch(count -> count == 0)) {
            throw new IllegalArgumentException("A histogram needs at least 1 sample and no negative count.");
        }
    }

    /**
     * @param labels from 0 to {@code classes - 1}, at least one
     * @param classes at least 2
     * @throws IllegalArgumentException when a label is none of the classes
     */
    public static ClassHistogram of(long[] labels, int classes) {
        long[] counts = new long[classes];
        for (long label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("The label " + label + " is none of " + classes + " classes.");
            }
            counts[(int) label]++;
        }
        return new ClassHistogram(LongStream.of(counts).boxed().toList());
    }

    /** Number of samples. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Shannon's entropy in nats: from 0, one class alone, to {@code ln(classes)}, all equally frequent. */
    public double entropy() {
        double total = total();
        double entropy = 0;
        for (long count : counts) {
            // 0 log 0 is 0: a class that no sample has.
            entropy -= count == 0 ? 0 : count / total * Math.log(count / total);
        }
        return Math.max(0, entropy);
    }

    /** The entropy divided by its largest value, in [0, 1]. */
    public double normalisedEntropy() {
        return entropy() / Math.log(counts.size());
    }

    /** The labels that no sample has, ascending. */
    public List<Integer> missing() {
        return IntStream.range(0, counts.size())
                .filter(label -> counts.get(label) == 0)
                .boxed()
                .toList();
    }
}
