package dev.duello.data.image.webp;

import java.io.IOException;

/** What stands before the macroblocks of a key frame: RFC 6386, section 9. */
final class Vp8Header {

    static final int SEGMENTS = 4;

    private static final int START = 10;
    private static final int DELTAS = 4;

    final int height;
    final int width;

    /** The rest of the first partition: how each macroblock is predicted. */
    final Vp8Bits modes;

    /** The coefficients: rows of macroblocks take turns. */
    final Vp8Bits[] partitions;

    final boolean hasSegmentMap;

    /** Probabilities in the tree of segments. */
    final int[] segmentTree = {255, 255, 255};

    final boolean simpleFilter;
    final int sharpness;

    /** By segment: steps for the first coefficient and the others of brightness, of its means, and of color. */
    final int[][] steps = new int[SEGMENTS][];

    /** By kind, band, context and place in the tree, flat. */
    final int[] coefficients = Vp8Tables.coefficients();

    /** The probability that a macroblock has coefficients, or -1 when all have. */
    final int hasCoefficients;

    private final int[] filterLevels = new int[SEGMENTS];
    private int keyFrameDelta;
    private int blocksDelta;

    /**
     * Reads the header.
     *
     * @param end index after the last byte of the frame
     * @throws IOException when this is no key frame that can be shown, or it is cut short
     */
    Vp8Header(byte[] bytes, int start, int end) throws IOException {
        if (end - start < START) {
            throw new IOException("it is cut short");
        }
        int tag = little(bytes, start, 3);
        boolean isKeyFrame = (tag & 1) == 0;
        boolean isShown = (tag >> 4 & 1) == 1;
        if (!isKeyFrame || !isShown || (tag >> 1 & 7) > 3 || little(bytes, start + 3, 3) != 0x2a019d) {
            throw new IOException("it does not start with a picture");
        }
        width = little(bytes, start + 6, 2) & 0x3fff;
        height = little(bytes, start + 8, 2) & 0x3fff;
        int firstEnd = start + START + (tag >> 5);
        if (firstEnd > end) {
            throw new IOException("it is cut short");
        }
        Vp8Bits bits = new Vp8Bits(bytes, start + START, firstEnd);
        modes = bits;
        // The space of colors, which is always the same, and whether results need to be limited, which does no harm.
        bits.number(2);

        int[] quantizers = new int[SEGMENTS];
        boolean hasSegments = bits.flag();
        boolean absolute = true;
        boolean hasMap = false;
        if (hasSegments) {
            hasMap = bits.flag();
            if (bits.flag()) {
                absolute = bits.flag();
                for (int i = 0; i < SEGMENTS; i++) {
                    quantizers[i] = bits.optional(7);
                }
                for (int i = 0; i < SEGMENTS; i++) {
                    filterLevels[i] = bits.optional(6);
                }
            }
            for (int i = 0; hasMap && i < segmentTree.length; i++) {
                segmentTree[i] = bits.flag() ? bits.number(8) : 255;
            }
        }
        hasSegmentMap = hasMap;

        simpleFilter = bits.flag();
        int level = bits.number(6);
        sharpness = bits.number(3);
        readDeltas(bits);
        for (int i = 0; i < SEGMENTS; i++) {
            // A level of 0 for the frame turns the filter off for all.
            boolean relative = !hasSegments || !absolute;
            filterLevels[i] = level == 0 ? Integer.MIN_VALUE : filterLevels[i] + (relative ? level : 0);
        }

        partitions = partitions(bytes, firstEnd, end, 1 << bits.number(2));
        readSteps(bits, quantizers, !hasSegments || !absolute);
        // Whether probabilities are kept for the next frame, which there is none of.
        bits.flag();
        for (int i = 0; i < coefficients.length; i++) {
            if (bits.bit(Vp8Tables.COEFFICIENTS_STAY[i]) == 1) {
                coefficients[i] = bits.number(8);
            }
        }
        hasCoefficients = bits.flag() ? bits.number(8) : -1;
        bits.checkEnd();
    }

    private void readDeltas(Vp8Bits bits) {
        if (bits.flag() && bits.flag()) {
            for (int i = 0; i < DELTAS; i++) {
                int delta = bits.optional(6);
                keyFrameDelta = i == 0 ? delta : keyFrameDelta;
            }
            for (int i = 0; i < DELTAS; i++) {
                int delta = bits.optional(6);
                blocksDelta = i == 0 ? delta : blocksDelta;
            }
        }
    }

    private static Vp8Bits[] partitions(byte[] bytes, int start, int end, int count) throws IOException {
        int sizes = start;
        int at = start + 3 * (count - 1);
        if (at >= end) {
            throw new IOException("it is cut short");
        }
        Vp8Bits[] partitions = new Vp8Bits[count];
        for (int i = 0; i < count; i++) {
            int partEnd = i == count - 1 ? end : Math.min(at + little(bytes, sizes + 3 * i, 3), end);
            partitions[i] = new Vp8Bits(bytes, at, partEnd);
            at = partEnd;
        }
        return partitions;
    }

    private void readSteps(Vp8Bits bits, int[] quantizers, boolean relative) {
        int base = bits.number(7);
        int y1Dc = bits.optional(4);
        int y2Dc = bits.optional(4);
        int y2Ac = bits.optional(4);
        int uvDc = bits.optional(4);
        int uvAc = bits.optional(4);
        for (int i = 0; i < SEGMENTS; i++) {
            int q = quantizers[i] + (relative ? base : 0);
            steps[i] = new int[] {
                Vp8Tables.DC_STEP[index(q + y1Dc, 127)],
                Vp8Tables.AC_STEP[index(q, 127)],
                Vp8Tables.DC_STEP[index(q + y2Dc, 127)] * 2,
                Math.max(Vp8Tables.AC_STEP[index(q + y2Ac, 127)] * 155 / 100, 8),
                Vp8Tables.DC_STEP[index(q + uvDc, 117)],
                Vp8Tables.AC_STEP[index(q + uvAc, 127)]
            };
        }
    }

    private static int index(int q, int most) {
        return Math.clamp(q, 0, most);
    }

    /** How strong the filter is around a macroblock, 0 to 63. @param blocks whether its blocks are predicted one by one */
    int filterLevel(int segment, boolean blocks) {
        int level = filterLevels[segment];
        return level == Integer.MIN_VALUE ? 0 : Math.clamp(level + keyFrameDelta + (blocks ? blocksDelta : 0), 0, 63);
    }

    private static int little(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = number << 8 | bytes[at + i] & 0xff;
        }
        return number;
    }
}
