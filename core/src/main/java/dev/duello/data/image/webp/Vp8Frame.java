package dev.duello.data.image.webp;

import java.io.IOException;
import java.util.Arrays;

/**
 * A key frame of VP8, decoded: RFC 6386, bit for bit. What the standard leaves open, the way from half as many samples of
 * color to red, green and blue, is as in libwebp, so that pictures are those that others see.
 */
final class Vp8Frame {

    private static final int MACROBLOCK = 16;
    private static final int HALF = 8;

    private final Vp8Header header;
    private final Vp8Plane y;
    private final Vp8Plane u;
    private final Vp8Plane v;
    private final Vp8Prediction prediction = new Vp8Prediction();
    private final Vp8Residuals residuals;
    private final int across;
    private final int down;
    private final int[] modesAbove;
    private final int[] modesLeft = new int[4];
    private final int[] modes = new int[16];
    private final Vp8Filter.Strength[] strengths;

    /** @throws IOException when it is damaged or cut short */
    Vp8Frame(byte[] bytes, int start, int end) throws IOException {
        this(new Vp8Header(bytes, start, end));
        for (int row = 0; row < down; row++) {
            decodeRow(row);
        }
        for (int i = 0; i < strengths.length; i++) {
            int top = i / across;
            int left = i % across;
            Vp8Filter.square(y, top * MACROBLOCK, left * MACROBLOCK, MACROBLOCK, strengths[i], header.simpleFilter);
            if (!header.simpleFilter) {
                Vp8Filter.square(u, top * HALF, left * HALF, HALF, strengths[i], false);
                Vp8Filter.square(v, top * HALF, left * HALF, HALF, strengths[i], false);
            }
        }
    }

    private Vp8Frame(Vp8Header header) {
        this.header = header;
        across = Math.ceilDiv(header.width, MACROBLOCK);
        down = Math.ceilDiv(header.height, MACROBLOCK);
        y = new Vp8Plane(down * MACROBLOCK, across * MACROBLOCK);
        u = new Vp8Plane(down * HALF, across * HALF);
        v = new Vp8Plane(down * HALF, across * HALF);
        residuals = new Vp8Residuals(across, header.coefficients);
        modesAbove = new int[across * 4];
        strengths = new Vp8Filter.Strength[across * down];
    }

    int height() {
        return header.height;
    }

    int width() {
        return header.width;
    }

    private void decodeRow(int row) throws IOException {
        Vp8Bits coefficients = header.partitions[row % header.partitions.length];
        residuals.startRow();
        Arrays.fill(modesLeft, Vp8Prediction.DC);
        for (int column = 0; column < across; column++) {
            Vp8Bits bits = header.modes;
            int segment = header.hasSegmentMap ? segment(bits) : 0;
            boolean empty = header.hasCoefficients >= 0 && bits.bit(header.hasCoefficients) == 1;
            boolean whole = bits.bit(145) == 1;
            if (whole) {
                Arrays.fill(modes, wholeMode(bits));
                Arrays.fill(modesAbove, 4 * column, 4 * column + 4, modes[0]);
                Arrays.fill(modesLeft, modes[0]);
            } else {
                readBlockModes(bits, column);
            }
            int colorMode = colorMode(bits);
            boolean any = false;
            if (empty) {
                residuals.skip(column, whole);
            } else {
                any = residuals.read(coefficients, column, whole, header.steps[segment]);
                coefficients.checkEnd();
            }
            reconstruct(row, column, whole, colorMode, any);
            strengths[row * across + column] =
                    new Vp8Filter.Strength(header.filterLevel(segment, !whole), header.sharpness, any || !whole);
        }
        header.modes.checkEnd();
    }

    private int segment(Vp8Bits bits) {
        int[] tree = header.segmentTree;
        return bits.bit(tree[0]) == 0 ? bits.bit(tree[1]) : 2 + bits.bit(tree[2]);
    }

    private static int wholeMode(Vp8Bits bits) {
        if (bits.bit(156) == 0) {
            return bits.bit(163) == 0 ? Vp8Prediction.DC : Vp8Prediction.VERTICAL;
        }
        return bits.bit(128) == 0 ? Vp8Prediction.HORIZONTAL : Vp8Prediction.TRUE_MOTION;
    }

    private static int colorMode(Vp8Bits bits) {
        if (bits.bit(142) == 0) {
            return Vp8Prediction.DC;
        }
        if (bits.bit(114) == 0) {
            return Vp8Prediction.VERTICAL;
        }
        return bits.bit(183) == 0 ? Vp8Prediction.HORIZONTAL : Vp8Prediction.TRUE_MOTION;
    }

    private void readBlockModes(Vp8Bits bits, int column) {
        for (int block = 0; block < modes.length; block++) {
            int above = 4 * column + block % 4;
            int left = block / 4;
            int tree = (modesAbove[above] * Vp8Tables.BLOCK_MODES + modesLeft[left]) * Vp8Tables.MODE_TREE;
            modes[block] = blockMode(bits, tree);
            modesAbove[above] = modes[block];
            modesLeft[left] = modes[block];
        }
    }

    private static int blockMode(Vp8Bits bits, int tree) {
        int[] p = Vp8Tables.MODES;
        if (bits.bit(p[tree]) == 0) {
            return Vp8Prediction.DC;
        }
        if (bits.bit(p[tree + 1]) == 0) {
            return Vp8Prediction.TRUE_MOTION;
        }
        if (bits.bit(p[tree + 2]) == 0) {
            return Vp8Prediction.VERTICAL;
        }
        if (bits.bit(p[tree + 3]) == 0) {
            if (bits.bit(p[tree + 4]) == 0) {
                return Vp8Prediction.HORIZONTAL;
            }
            return bits.bit(p[tree + 5]) == 0 ? Vp8Prediction.RIGHT_DOWN : Vp8Prediction.VERTICAL_RIGHT;
        }
        if (bits.bit(p[tree + 6]) == 0) {
            return Vp8Prediction.LEFT_DOWN;
        }
        if (bits.bit(p[tree + 7]) == 0) {
            return Vp8Prediction.VERTICAL_LEFT;
        }
        return bits.bit(p[tree + 8]) == 0 ? Vp8Prediction.HORIZONTAL_DOWN : Vp8Prediction.HORIZONTAL_UP;
    }

    private void reconstruct(int row, int column, boolean whole, int colorMode, boolean any) {
        int top = row * MACROBLOCK;
        int left = column * MACROBLOCK;
        if (whole) {
            Vp8Prediction.square(y, top, left, MACROBLOCK, modes[0]);
        } else if (row > 0 && column == across - 1) {
            // Past the right edge, the last pixel above goes on.
            int last = y.index(top - 1, left + MACROBLOCK - 1);
            Arrays.fill(y.samples, last + 1, last + 5, y.samples[last]);
        }
        // Blocks at the right of a macroblock know no pixels to their right but those above the macroblock.
        int right = y.index(top - 1, left + MACROBLOCK);
        for (int block = 0; block < modes.length; block++) {
            int blockY = top + block / 4 * 4;
            int blockX = left + block % 4 * 4;
            if (!whole) {
                prediction.block(
                        y, blockY, blockX, block % 4 == 3 ? right : y.index(blockY - 1, blockX + 4), modes[block]);
            }
            if (any) {
                residuals.add(block, y, blockY, blockX);
            }
        }
        Vp8Prediction.square(u, row * HALF, column * HALF, HALF, colorMode);
        Vp8Prediction.square(v, row * HALF, column * HALF, HALF, colorMode);
        for (int block = 0; any && block < 4; block++) {
            int blockY = row * HALF + block / 2 * 4;
            int blockX = column * HALF + block % 2 * 4;
            residuals.add(16 + block, u, blockY, blockX);
            residuals.add(20 + block, v, blockY, blockX);
        }
    }

    /** Writes the red, green and blue of a row of the picture into {@code [width, 4]}, and leaves alpha as it is. */
    void read(int row, float[] rgba) {
        int width = header.width;
        int near = row / 2;
        // Each row of color lies between two of the picture: the second nearest is above for even rows, below for odd.
        int far = Math.clamp(row % 2 == 0 ? near - 1 : near + 1, 0, (header.height - 1) / 2);
        for (int x = 0; x < width; x++) {
            int nearX = x / 2;
            int farX = Math.clamp(x % 2 == 0 ? nearX - 1 : nearX + 1, 0, (width - 1) / 2);
            int brightness = y.at(y.index(row, x)) * 19077 >> 8;
            int blue = color(u, near, far, nearX, farX);
            int red = color(v, near, far, nearX, farX);
            rgba[4 * x] = level(brightness + (red * 26149 >> 8) - 14234);
            rgba[4 * x + 1] = level(brightness - (blue * 6419 >> 8) - (red * 13320 >> 8) + 8708);
            rgba[4 * x + 2] = level(brightness + (blue * 33050 >> 8) - 17685);
        }
    }

    /** A sample of color at the place of a pixel: nine parts of the nearest, three of its neighbors, one of the last. */
    private static int color(Vp8Plane plane, int near, int far, int nearX, int farX) {
        int nearest = plane.at(plane.index(near, nearX));
        int beside = plane.at(plane.index(near, farX));
        int beyond = plane.at(plane.index(far, nearX));
        int opposite = plane.at(plane.index(far, farX));
        // In two steps, each rounded as in libwebp.
        int diagonal = nearest + 3 * beside + 3 * beyond + opposite + 8 >> 3;
        return diagonal + nearest >> 1;
    }

    private static int level(int value) {
        return Math.clamp(value >> 6, 0, 255);
    }
}
