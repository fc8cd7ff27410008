package dev.duello.network;

import dev.duello.nn.Shape;
import dev.duello.nn.ShapeException;

/**
 * How often the sides of an image can be halved: 28×28 is 7·2·2, 48×64 is 3·4·16. Convolutional generators grow from the base
 * by doubling, discriminators shrink to it.
 *
 * @param count halvings
 * @param height of the base
 * @param width of the base
 */
record Resolutions(int count, int height, int width) {
    /** A base side is at least this: below it, a kernel of 4 sees mostly padding. */
    private static final int SMALLEST_BASE = 3;

    /** The smallest side of an image. */
    static final int SMALLEST = 16;

    /** As in DCGAN. */
    static final int USUAL_GROWTH = 8;

    static Resolutions of(Shape image) {
        int height = image.axes().get(1);
        int width = image.axes().get(2);
        if (Math.min(height, width) < SMALLEST || Math.max(height, width) > 256) {
            throw new ShapeException(
                    "Images of " + height + "x" + width
                            + " do not suit convolutional networks: each side must be 16 to 256. Choose one with data.size=HxW.");
        }
        int count = 0;
        int h = height;
        int w = width;
        while (h % 2 == 0 && w % 2 == 0 && Math.min(h, w) / 2 >= SMALLEST_BASE) {
            h /= 2;
            w /= 2;
            count++;
        }
        if (count < 2) {
            throw new ShapeException("Sides of " + height + "x" + width
                    + " cannot be halved twice. The nearest size that can is "
                    + nearest(height) + "x" + nearest(width) + ": set data.size=" + nearest(height) + "x"
                    + nearest(width)
                    + ".");
        }
        return new Resolutions(count, h, w);
    }

    private static int nearest(int side) {
        return Math.clamp(Math.round(side / 4f) * 4L, 16, 256);
    }

    /** Channels after {@code halvings} from the image: doubled each time, at most eightfold. */
    static int channels(int width, int halvings) {
        return channels(width, halvings, USUAL_GROWTH);
    }

    /** The same, at most {@code growth} times the width. */
    static int channels(int width, int halvings, int growth) {
        return width * Math.min(growth, 1 << (halvings - 1));
    }
}
