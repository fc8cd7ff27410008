package dev.duello.metric;

import dev.duello.data.text.TextFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each sequence of {@code n} characters is there in some texts. Each text has one mark at its beginning and one at its end,
 * which count as characters, so that how texts begin and end, and how long they are, counts as well.
 *
 * @param counts by the characters of the sequence
 * @param total of all counts
 */
public record Ngrams(Map<String, Long> counts, long total) {
    /** The mark at both ends: no text has it. */
    private static final char END = '\0';

    private static final int AT_ONCE = 4_096;

    /**
     * @param n 1 or more; characters are Unicode code points
     */
    public static Ngrams of(Iterable<String> texts, int n) {
        Map<String, Long> counts = new HashMap<>();
        long total = 0;
        for (String text : texts) {
            String marked = END + text + END;
            int length = marked.codePointCount(0, marked.length());
            int start = 0;
            for (int i = 0; i + n <= length; i++) {
                counts.merge(marked.substring(start, marked.offsetByCodePoints(start, n)), 1L, Long::sum);
                start = marked.offsetByCodePoints(start, 1);
                total++;
            }
        }
        return new Ngrams(counts, total);
    }

    /**
     * The Jensen-Shannon divergence in bits (Lin, 1991): the mean Kullback-Leibler divergence of both from their mean. 0 where all
     * shares are equal, 1 where nothing is in both.
     *
     * @throws IllegalArgumentException when one of them has no sequences
     */
    public double divergence(Ngrams other) {
        if (total == 0 || other.total == 0) {
            throw new IllegalArgumentException("The texts are too short for sequences of so many characters.");
        }
        Set<String> all = new HashSet<>(counts.keySet());
        all.addAll(other.counts.keySet());
        double sum = 0;
        for (String one : all) {
            double p = (double) counts.getOrDefault(one, 0L) / total;
            double q = (double) other.counts.getOrDefault(one, 0L) / other.total;
            double mean = (p + q) / 2;
            sum += (term(p, mean) + term(q, mean)) / 2;
        }
        // Rounding may leave a little less than nothing.
        return Math.max(0, sum / Math.log(2));
    }

    private static double term(double share, double mean) {
        return share == 0 ? 0 : share * Math.log(share / mean);
    }

    /** The texts of one side, in order. @throws IllegalArgumentException when they are no texts */
    static List<String> lines(Samples samples) {
        if (!(samples.format() instanceof TextFormat format)) {
            throw new IllegalArgumentException(
                    "These are " + samples.format().medium().plural() + ", not texts.");
        }
        List<String> lines = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate((long) Math.min(AT_ONCE, samples.count()) * format.bytes());
            for (int start = 0; start < samples.count(); start += AT_ONCE) {
                int some = Math.min(AT_ONCE, samples.count() - start);
                samples.source().fill(start, some, stored);
                lines.addAll(format.lines(stored.asSlice(0, (long) some * format.bytes())));
            }
        }
        return lines;
    }
}
