package dev.duello.data.image.webp;

/** How VP8 predicts blocks from what lies above and to the left: RFC 6386, section 12. */
final class Vp8Prediction {

    /** The ways to predict, as they are numbered in {@link Vp8Tables#MODES}; whole macroblocks know the first four. */
    static final int DC = 0;

    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;
    static final int RIGHT_DOWN = 4;
    static final int VERTICAL_RIGHT = 5;
    static final int LEFT_DOWN = 6;
    static final int VERTICAL_LEFT = 7;
    static final int HORIZONTAL_DOWN = 8;
    static final int HORIZONTAL_UP = 9;

    private static final int SIDE = 4;
    /** Where the corner is among the pixels around a block. */
    private static final int CORNER = 4;

    /** From the lowest pixel to the left, over the corner, to the last pixel above to the right. */
    private final int[] edge = new int[13];

    /** Predicts a square of a whole macroblock: 16x16 of brightness, 8x8 of color. */
    static void square(Vp8Plane plane, int y, int x, int side, int mode) {
        switch (mode) {
            case TRUE_MOTION -> trueMotion(plane, y, x, side);
            case VERTICAL -> {
                for (int row = 0; row < side; row++) {
                    System.arraycopy(
                            plane.samples, plane.index(y - 1, x), plane.samples, plane.index(y + row, x), side);
                }
            }
            case HORIZONTAL -> {
                for (int row = 0; row < side; row++) {
                    fill(plane, y + row, x, 1, side, plane.at(plane.index(y + row, x - 1)));
                }
            }
            default -> fill(plane, y, x, side, side, mean(plane, y, x, side));
        }
    }

    private static void trueMotion(Vp8Plane plane, int y, int x, int side) {
        int corner = plane.at(plane.index(y - 1, x - 1));
        for (int row = 0; row < side; row++) {
            int offset = plane.at(plane.index(y + row, x - 1)) - corner;
            int above = plane.index(y - 1, x);
            int to = plane.index(y + row, x);
            for (int column = 0; column < side; column++) {
                plane.set(to + column, plane.at(above + column) + offset);
            }
        }
    }

    /** The mean of what lies above and to the left, as far as it is in the picture. */
    private static int mean(Vp8Plane plane, int y, int x, int side) {
        int sum = 0;
        int count = 0;
        if (y > 0) {
            for (int i = 0; i < side; i++) {
                sum += plane.at(plane.index(y - 1, x + i));
            }
            count += side;
        }
        if (x > 0) {
            for (int i = 0; i < side; i++) {
                sum += plane.at(plane.index(y + i, x - 1));
            }
            count += side;
        }
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    private static void fill(Vp8Plane plane, int y, int x, int height, int width, int value) {
        for (int row = 0; row < height; row++) {
            int from = plane.index(y + row, x);
            for (int i = 0; i < width; i++) {
                plane.samples[from + i] = (byte) value;
            }
        }
    }

    /**
     * Predicts a block of 4x4.
     *
     * @param right where the four pixels above to the right are
     */
    void block(Vp8Plane plane, int y, int x, int right, int mode) {
        if (mode == TRUE_MOTION) {
            trueMotion(plane, y, x, SIDE);
            return;
        }
        for (int i = 0; i < SIDE; i++) {
            edge[CORNER - 1 - i] = plane.at(plane.index(y + i, x - 1));
            edge[CORNER + 1 + i] = plane.at(plane.index(y - 1, x + i));
            edge[CORNER + 1 + SIDE + i] = plane.at(right + i);
        }
        edge[CORNER] = plane.at(plane.index(y - 1, x - 1));
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                plane.samples[plane.index(y + row, x + column)] = (byte) pixel(mode, row, column);
            }
        }
    }

    private int pixel(int mode, int row, int column) {
        return switch (mode) {
            case VERTICAL -> three(CORNER + 1 + column);
            // Nothing is known below the lowest pixel to the left: it stands for what follows.
            case HORIZONTAL -> row == 3 ? (edge[1] + 3 * edge[0] + 2) >> 2 : three(CORNER - 1 - row);
            case RIGHT_DOWN -> three(CORNER + column - row);
            case LEFT_DOWN -> row + column == 6 ? (edge[11] + 3 * edge[12] + 2) >> 2 : three(CORNER + 2 + row + column);
            case VERTICAL_RIGHT -> verticalRight(row, column);
            case VERTICAL_LEFT -> verticalLeft(row, column);
            case HORIZONTAL_DOWN -> horizontalDown(row, column);
            case HORIZONTAL_UP -> horizontalUp(row, column);
            default -> blockMean();
        };
    }

    private int verticalRight(int row, int column) {
        int step = 2 * column - row;
        if (step < 0) {
            return three(CORNER + 1 + step);
        }
        int at = CORNER + step / 2;
        return step % 2 == 0 ? two(at) : three(at + 1);
    }

    private int verticalLeft(int row, int column) {
        if (column == 3 && row >= 2) {
            // The standard breaks its own pattern here.
            return three(row == 2 ? 10 : 11);
        }
        int at = CORNER + 1 + column + row / 2;
        return row % 2 == 0 ? two(at) : three(at + 1);
    }

    private int horizontalDown(int row, int column) {
        int step = 2 * row - column;
        if (step < 0) {
            return three(CORNER - 1 - step);
        }
        int at = CORNER - 1 - step / 2;
        return step % 2 == 0 ? two(at) : three(at);
    }

    private int horizontalUp(int row, int column) {
        int step = 2 * row + column;
        if (step > 5) {
            return edge[0];
        }
        int at = 2 - step / 2;
        if (step % 2 == 0) {
            return two(at);
        }
        return step == 5 ? (edge[1] + 3 * edge[0] + 2) >> 2 : three(at);
    }

    private int blockMean() {
        int sum = SIDE;
        for (int i = 0; i < SIDE; i++) {
            sum += edge[i] + edge[CORNER + 1 + i];
        }
        return sum >> 3;
    }

    /** The mean of an edge pixel and the next. */
    private int two(int at) {
        return (edge[at] + edge[at + 1] + 1) >> 1;
    }

    /** The weighted mean around an edge pixel. */
    private int three(int at) {
        return (edge[at - 1] + 2 * edge[at] + edge[at + 1] + 2) >> 2;
    }
}
