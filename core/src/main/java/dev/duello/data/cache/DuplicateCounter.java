package dev.duello.data.cache;

import dev.duello.data.LoadReport;
import dev.duello.data.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Counts samples that are equal to an earlier one. Holds eight bytes of a SHA-256 for each sample, which is enough to trust. */
final class DuplicateCounter {

    private long[] digests = new long[1024];
    private int size;

    void add(byte[] sample, int offset, int length) {
        if (size == digests.length) {
            digests = Arrays.copyOf(digests, (int) Math.min(2L * size, Integer.MAX_VALUE - 8));
        }
        byte[] digest = new Sha256().add(sample, offset, length).bytes();
        digests[size++] = ByteBuffer.wrap(digest).getLong();
    }

    /** @param names what to call a sample by its index */
    LoadReport.Copies find(IntFunction<String> names) {
        long[] sorted = Arrays.copyOf(digests, size);
        Arrays.parallelSort(sorted);
        int count = 0;
        for (int i = 1; i < size; i++) {
            if (sorted[i] == sorted[i - 1]) {
                count++;
            }
        }
        return count == 0 ? LoadReport.Copies.NONE : first(count, repeated(sorted, count), names);
    }

    /** The digests that occur more than once, ascending. */
    private static long[] repeated(long[] sorted, int count) {
        long[] repeated = new long[count];
        int found = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1] && (found == 0 || repeated[found - 1] != sorted[i])) {
                repeated[found++] = sorted[i];
            }
        }
        return Arrays.copyOf(repeated, found);
    }

    private LoadReport.Copies first(int count, long[] repeated, IntFunction<String> names) {
        int original = 0;
        while (Arrays.binarySearch(repeated, digests[original]) < 0) {
            original++;
        }
        int copy = original + 1;
        while (digests[copy] != digests[original]) {
            copy++;
        }
        return new LoadReport.Copies(count, names.apply(copy), names.apply(original));
    }
}
