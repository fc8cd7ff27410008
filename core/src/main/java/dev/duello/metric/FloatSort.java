package dev.duello.metric;

import java.util.Arrays;

/** Sorts many numbers by their digits, in time proportional to their count: several times faster than by comparing. */
final class FloatSort {
    private static final int BITS = 11;
    private static final int DIGITS = 1 << BITS;
    private static final int PASSES = 3;

    private final int[] counts = new int[PASSES * DIGITS];
    private int[] keys;
    private int[] other;

    /** @param longest of the arrays to come */
    FloatSort(int longest) {
        this.keys = new int[longest];
        this.other = new int[longest];
    }

    /** Sorts in ascending order, without a NaN; not for two threads at once. */
    void sort(float[] values) {
        int length = values.length;
        Arrays.fill(counts, 0);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            // Makes unsigned order of the bits the order of the numbers: negative ones have all bits turned.
            int key = bits ^ (bits >> 31 | Integer.MIN_VALUE);
            keys[i] = key;
            counts[key & DIGITS - 1]++;
            counts[DIGITS + (key >>> BITS & DIGITS - 1)]++;
            counts[2 * DIGITS + (key >>> 2 * BITS)]++;
        }
        for (int pass = 0; pass < PASSES; pass++) {
            int base = pass * DIGITS;
            int start = 0;
            for (int digit = base; digit < base + DIGITS; digit++) {
                int count = counts[digit];
                counts[digit] = start;
                start += count;
            }
            int shift = pass * BITS;
            for (int i = 0; i < length; i++) {
                int key = keys[i];
                other[counts[base + (key >>> shift & DIGITS - 1)]++] = key;
            }
            int[] sorted = other;
            other = keys;
            keys = sorted;
        }
        for (int i = 0; i < length; i++) {
            int key = keys[i];
            values[i] = Float.intBitsToFloat(key ^ (~key >> 31 | Integer.MIN_VALUE));
        }
    }
}
