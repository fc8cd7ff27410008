package dev.duello.data.image.webp;

import java.util.Arrays;

/**
 * One of the three planes of a frame: brightness, or one of two of color. Around it lie the values from which the blocks at
 * its edges are predicted: a row above, a column to the left, and some columns to the right.
 */
final class Vp8Plane {

    /** Blocks at the right edge look four pixels further. */
    private static final int RIGHT = 4;

    private static final byte ABOVE = 127;
    private static final byte LEFT = (byte) 129;

    /** Samples, 0 to 255 as unsigned bytes. */
    final byte[] samples;

    final int stride;

    /** @param height of whole macroblocks */
    Vp8Plane(int height, int width) {
        stride = 1 + width + RIGHT;
        samples = new byte[Math.multiplyExact(height + 1, stride)];
        Arrays.fill(samples, 0, stride, ABOVE);
        for (int y = 0; y < height; y++) {
            samples[index(y, -1)] = LEFT;
        }
    }

    /** Where a sample lies. @param y from -1 @param x from -1 */
    int index(int y, int x) {
        return (y + 1) * stride + x + 1;
    }

    int at(int index) {
        return samples[index] & 0xff;
    }

    void set(int index, int value) {
        samples[index] = (byte) (value < 0 ? 0 : Math.min(value, 255));
    }
}
