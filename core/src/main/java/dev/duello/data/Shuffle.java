package dev.duello.data;

import java.util.SplittableRandom;

/**
 * A random order of {@code size} things that needs no memory: a keyed bijection computed index by index, by a Feistel network
 * on the next even power of two and walking on until the result is in range (Black and Rogaway, 2002). A million images are
 * shuffled for the price of ten thousand.
 */
final class Shuffle {
    private static final int ROUNDS = 6;

    private final int size;
    private final int halfBits;
    private final int mask;
    private final long[] keys = new long[ROUNDS];

    /** The same size and seed give the same order. */
    Shuffle(int size, long seed) {
        this.size = size;
        this.halfBits = Math.max(1, (33 - Integer.numberOfLeadingZeros(Math.max(1, size - 1))) / 2);
        this.mask = (1 << halfBits) - 1;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = random.nextLong();
        }
    }

    /** What stands at {@code position}, both from 0 to size - 1. */
    int at(int position) {
        long value = position;
        do {
            value = permute(value);
        } while (value >= size);
        return (int) value;
    }

    private long permute(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (long key : keys) {
            long next = left ^ (mix(right ^ key) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
