package dev.duello.data.image.webp;

import java.util.Arrays;

/** The coefficients of one macroblock, and the differences from the prediction that they make: RFC 6386, sections 13 and 14. */
final class Vp8Residuals {

    private static final int BLOCKS = 24;
    private static final int SIZE = 16;
    private static final int COLOR = 16;

    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    /** The probabilities of the bits of large coefficients. */
    private static final int[][] LARGE = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /** Kinds of blocks. */
    private static final int AFTER_MEANS = 0;

    private static final int MEANS = 1;
    private static final int OF_COLOR = 2;
    private static final int WHOLE = 3;

    /** For each macroblock of the row above: which of its lowest blocks have coefficients, 4 of Y, 2 of U, 2 of V, means. */
    private final boolean[][] above;

    private final boolean[] left = new boolean[9];

    /** The 16 blocks of Y, 4 of U, 4 of V, each 4x4. Sixteen bits, as in the format: what is larger wraps. */
    private final short[] values = new short[BLOCKS * SIZE];

    private final short[] means = new short[SIZE];
    private final int[] half = new int[SIZE];
    private final int[] probabilities;

    Vp8Residuals(int macroblocksAcross, int[] probabilities) {
        above = new boolean[macroblocksAcross][left.length];
        this.probabilities = probabilities;
    }

    void startRow() {
        Arrays.fill(left, false);
    }

    /** For a macroblock without coefficients. @param whole whether it is predicted as a whole, and could have had means */
    void skip(int column, boolean whole) {
        int count = whole ? left.length : left.length - 1;
        Arrays.fill(above[column], 0, count, false);
        Arrays.fill(left, 0, count, false);
    }

    /** Reads a macroblock. @return whether it has any coefficients */
    boolean read(Vp8Bits bits, int column, boolean whole, int[] steps) {
        Arrays.fill(values, (short) 0);
        boolean[] top = above[column];
        boolean any = false;
        if (whole) {
            Arrays.fill(means, (short) 0);
            int end = coefficients(bits, MEANS, context(top[8], left[8]), steps[2], steps[3], 0, means, 0);
            top[8] = left[8] = end > 0;
            spreadMeans();
        }
        int first = whole ? 1 : 0;
        for (int block = 0; block < COLOR; block++) {
            int x = block % 4;
            int y = block / 4;
            int kind = whole ? AFTER_MEANS : WHOLE;
            int end =
                    coefficients(bits, kind, context(top[x], left[y]), steps[0], steps[1], first, values, block * SIZE);
            top[x] = left[y] = end > first;
            any |= end > 1 || values[block * SIZE] != 0;
        }
        for (int block = COLOR; block < BLOCKS; block++) {
            int plane = 4 + 2 * ((block - COLOR) / 4);
            int x = plane + block % 2;
            int y = plane + block / 2 % 2;
            int end =
                    coefficients(bits, OF_COLOR, context(top[x], left[y]), steps[4], steps[5], 0, values, block * SIZE);
            top[x] = left[y] = end > 0;
            any |= end > 1 || values[block * SIZE] != 0;
        }
        return any;
    }

    private static int context(boolean a, boolean b) {
        return (a ? 1 : 0) + (b ? 1 : 0);
    }

    /** @return one more than the place of the last coefficient that was read */
    private int coefficients(
            Vp8Bits bits, int kind, int context, int dcStep, int acStep, int first, short[] to, int offset) {
        int p = tree(kind, first, context);
        for (int n = first; n < SIZE; n++) {
            if (bits.bit(probabilities[p]) == 0) {
                return n;
            }
            while (bits.bit(probabilities[p + 1]) == 0) {
                if (++n == SIZE) {
                    return SIZE;
                }
                p = tree(kind, n, 0);
            }
            int value;
            if (bits.bit(probabilities[p + 2]) == 0) {
                value = 1;
                p = tree(kind, n + 1, 1);
            } else {
                value = larger(bits, p);
                p = tree(kind, n + 1, 2);
            }
            int signed = bits.flag() ? -value : value;
            to[offset + ZIGZAG[n]] = (short) (signed * (n > 0 ? acStep : dcStep));
        }
        return SIZE;
    }

    private static int tree(int kind, int place, int context) {
        return ((kind * Vp8Tables.BANDS + BANDS[place]) * Vp8Tables.CONTEXTS + context) * Vp8Tables.COEFFICIENT_TREE;
    }

    private int larger(Vp8Bits bits, int p) {
        if (bits.bit(probabilities[p + 3]) == 0) {
            return bits.bit(probabilities[p + 4]) == 0 ? 2 : 3 + bits.bit(probabilities[p + 5]);
        }
        if (bits.bit(probabilities[p + 6]) == 0) {
            if (bits.bit(probabilities[p + 7]) == 0) {
                return 5 + bits.bit(159);
            }
            return 7 + 2 * bits.bit(165) + bits.bit(145);
        }
        int high = bits.bit(probabilities[p + 8]);
        int category = 2 * high + bits.bit(probabilities[p + 9 + high]);
        int extra = 0;
        for (int probability : LARGE[category]) {
            extra = 2 * extra + bits.bit(probability);
        }
        return extra + 3 + (8 << category);
    }

    /** The inverse Walsh-Hadamard transform: the first coefficients of all blocks of brightness. */
    private void spreadMeans() {
        for (int i = 0; i < 4; i++) {
            int a0 = means[i] + means[12 + i];
            int a1 = means[4 + i] + means[8 + i];
            int a2 = means[4 + i] - means[8 + i];
            int a3 = means[i] - means[12 + i];
            half[i] = a0 + a1;
            half[8 + i] = a0 - a1;
            half[4 + i] = a3 + a2;
            half[12 + i] = a3 - a2;
        }
        for (int i = 0; i < 4; i++) {
            int rounded = half[4 * i] + 3;
            int a0 = rounded + half[4 * i + 3];
            int a1 = half[4 * i + 1] + half[4 * i + 2];
            int a2 = half[4 * i + 1] - half[4 * i + 2];
            int a3 = rounded - half[4 * i + 3];
            int to = 4 * i * SIZE;
            values[to] = (short) (a0 + a1 >> 3);
            values[to + SIZE] = (short) (a3 + a2 >> 3);
            values[to + 2 * SIZE] = (short) (a0 - a1 >> 3);
            values[to + 3 * SIZE] = (short) (a3 - a2 >> 3);
        }
    }

    /** Adds a block to its prediction. @param block 0 to 15 of Y, 16 to 19 of U, 20 to 23 of V */
    void add(int block, Vp8Plane plane, int y, int x) {
        int from = block * SIZE;
        for (int i = 0; i < 4; i++) {
            int in0 = values[from + i];
            int in1 = values[from + 4 + i];
            int in2 = values[from + 8 + i];
            int in3 = values[from + 12 + i];
            int a = in0 + in2;
            int b = in0 - in2;
            int c = sine(in1) - cosine(in3);
            int d = cosine(in1) + sine(in3);
            half[4 * i] = a + d;
            half[4 * i + 1] = b + c;
            half[4 * i + 2] = b - c;
            half[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int rounded = half[i] + 4;
            int a = rounded + half[8 + i];
            int b = rounded - half[8 + i];
            int c = sine(half[4 + i]) - cosine(half[12 + i]);
            int d = cosine(half[4 + i]) + sine(half[12 + i]);
            int to = plane.index(y + i, x);
            plane.set(to, plane.at(to) + (a + d >> 3));
            plane.set(to + 1, plane.at(to + 1) + (b + c >> 3));
            plane.set(to + 2, plane.at(to + 2) + (b - c >> 3));
            plane.set(to + 3, plane.at(to + 3) + (a - d >> 3));
        }
    }

    /** Times the square root of 2 times the cosine of an eighth of pi. */
    private static int cosine(int value) {
        return value + (value * 20091 >> 16);
    }

    /** Times the square root of 2 times the sine of an eighth of pi. */
    private static int sine(int value) {
        return value * 35468 >> 16;
    }
}
