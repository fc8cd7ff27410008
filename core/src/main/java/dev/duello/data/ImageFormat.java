package dev.duello.data;

/**
 * The shape of one image: {@code height x width} pixels of {@code channels} uint8 values each.
 *
 * @param channels 1 (grey), 3 (RGB) or 4 (RGBA, colour not multiplied by alpha)
 * @param height rows, 1 to {@value #MAX_SIDE}
 * @param width columns, 1 to {@value #MAX_SIDE}
 */
public record ImageFormat(int channels, int height, int width) {

    /** The longest side that a data set may have. */
    public static final int MAX_SIDE = 4096;

    /** @throws DataException when a value is out of its range */
    public ImageFormat {
        checkChannels(channels);
        checkSide("height", height);
        checkSide("width", width);
    }

    /** The size of one image in bytes: {@code height * width * channels}. */
    public int bytes() {
        return height * width * channels;
    }

    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }

    static void checkChannels(int channels) {
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new DataException("Images have 1 (grey), 3 (RGB) or 4 (RGBA) channels, not " + channels + ".");
        }
    }

    static void checkSide(String side, int length) {
        if (length < 1 || length > MAX_SIDE) {
            throw new DataException("The " + side + " of an image must be 1 to " + MAX_SIDE + ", not " + length + ".");
        }
    }
}
