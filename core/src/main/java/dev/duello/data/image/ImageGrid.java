package dev.duello.data.image;

import dev.duello.data.SampleFormat;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Lays out images in rows and columns, row by row from the top left, with a margin between and around them. The margin and
 * empty places are white, or transparent for four channels. Small images are enlarged by a whole factor, pixel by pixel.
 *
 * @param columns images beside each other, at least 1
 * @param margin pixels between images, before enlarging, at least 0
 * @param zoom each pixel becomes {@code zoom x zoom}, at least 1
 */
public record ImageGrid(int columns, int margin, int zoom) {

    private static final int COMFORTABLE_WIDTH = 640;

    /** @throws IllegalArgumentException when a value is out of its range */
    public ImageGrid {
        if (columns < 1 || margin < 0 || zoom < 1) {
            throw new IllegalArgumentException(
                    "A grid cannot have " + columns + " columns, margin " + margin + " and zoom " + zoom + ".");
        }
    }

    /** As square as can be: {@code ceil(sqrt(count))} columns, enlarged while narrower than 640 pixels. */
    public static ImageGrid square(int count, ImageFormat format) {
        return ofColumns(SampleFormat.columns(count), format);
    }

    /** A given number of columns, enlarged while narrower than 640 pixels, margin 2. */
    public static ImageGrid ofColumns(int columns, ImageFormat format) {
        int margin = 2;
        int width = columns * (format.width() + margin) + margin;
        return new ImageGrid(columns, margin, Math.clamp(COMFORTABLE_WIDTH / width, 1, 8));
    }

    /**
     * Lays out the images.
     *
     * @param images uint8 {@code [N, H, W, C]}, row-major, N at least 1
     * @throws IllegalArgumentException when the bytes are not a whole number of images, or the grid would be larger than an
     *     image can be
     */
    public BufferedImage layOut(ImageFormat format, MemorySegment images) {
        int c = format.channels();
        long count = images.byteSize() / format.bytes();
        if (count < 1 || count * format.bytes() != images.byteSize()) {
            throw new IllegalArgumentException(
                    images.byteSize() + " bytes are not a whole number of images of " + format + ".");
        }
        long rows = (count + columns - 1) / columns;
        long height = (rows * (format.height() + margin) + margin) * zoom;
        long width = ((long) columns * (format.width() + margin) + margin) * zoom;
        if (height * width * c > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException(count + " images of " + format + " make a grid of " + width + " x "
                    + height + ", too large for one file.");
        }
        byte[] pixels = new byte[(int) (height * width * c)];
        if (c != 4) {
            Arrays.fill(pixels, (byte) 255);
        }
        byte[] image = new byte[format.bytes()];
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(images, ValueLayout.JAVA_BYTE, (long) i * image.length, image, 0, image.length);
            int top = (i / columns * (format.height() + margin) + margin) * zoom;
            int left = (i % columns * (format.width() + margin) + margin) * zoom;
            paste(image, format, pixels, (top * (int) width + left) * c, (int) width * c);
        }
        return BufferedImages.image((int) height, (int) width, c, pixels);
    }

    /** Lays out the images and writes them as PNG, whole or not at all. @throws DataException when that fails */
    public void write(Path file, ImageFormat format, MemorySegment images) {
        PngFiles.write(file, layOut(format, images));
    }

    private void paste(byte[] image, ImageFormat format, byte[] target, int start, int stride) {
        int c = format.channels();
        for (int y = 0; y < format.height() * zoom; y++) {
            int to = start + y * stride;
            int from = y / zoom * format.width() * c;
            for (int x = 0; x < format.width() * zoom; x++) {
                System.arraycopy(image, from + x / zoom * c, target, to + x * c, c);
            }
        }
    }
}
