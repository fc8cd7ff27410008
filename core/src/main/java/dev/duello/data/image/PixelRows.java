package dev.duello.data.image;

import dev.duello.data.UnreadableFileException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a decoded image as red, green, blue, alpha, each 0 to 255, color not multiplied by alpha.
 *
 * <p>Samples are read as stored. {@link BufferedImage#getRGB} would brighten gray images, as Java takes gray to be linear
 * light.
 */
final class PixelRows {

    private enum Layout {
        INDEXED,
        GRAY,
        COLOR,
        OTHER
    }

    private final BufferedImage image;
    private final Raster raster;
    private final @Nullable OpaqueBytes bytes;
    private final Layout layout;
    private final int bands;
    private final float[] scale;
    private final boolean premultiplied;
    private final int[] palette;
    private final int[] samples;
    private final boolean deep;
    private float largest;

    /** @throws UnreadableFileException when samples are not whole numbers from 0 to a known largest */
    PixelRows(BufferedImage image) throws UnreadableFileException {
        this.image = image;
        raster = image.getRaster();
        ColorModel colors = image.getColorModel();
        bands = raster.getNumBands();
        boolean whole = switch (raster.getTransferType()) {
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT -> true;
            case DataBuffer.TYPE_INT -> colors instanceof PackedColorModel;
            default -> false;
        };
        if (!whole) {
            throw new UnreadableFileException(
                    "its samples are signed, floating-point or longer than 16 bits, and nothing says which of them is"
                            + " white");
        }
        layout = layout(colors, bands);
        premultiplied = layout != Layout.OTHER && colors.isAlphaPremultiplied();
        palette = layout == Layout.INDEXED ? palette((IndexColorModel) colors) : new int[0];
        scale = new float[bands];
        for (int band = 0; band < bands && layout != Layout.INDEXED; band++) {
            scale[band] = 255f
                    / ((1 << Math.min(colors.getComponentSize(Math.min(band, colors.getNumComponents() - 1)), 16)) - 1);
        }
        bytes = layout == Layout.COLOR && bands == 3 && colors.getComponentSize(0) == Byte.SIZE
                ? OpaqueBytes.of(raster)
                : null;
        deep = layout != Layout.INDEXED && colors.getComponentSize(0) > Byte.SIZE;
        samples = new int[image.getWidth() * Math.max(bands, 1)];
    }

    /** Whether samples have more than eight bits. */
    boolean isDeep() {
        return deep;
    }

    /** The largest color among the rows that were read, 0 to 65535; 0 unless {@link #isDeep}. */
    int largestSample() {
        return deep ? Math.round(largest * 257) : 0;
    }

    int height() {
        return image.getHeight();
    }

    int width() {
        return image.getWidth();
    }

    /** Writes row {@code y} as {@code [width, 4]}. */
    void read(int y, float[] rgba) {
        int width = image.getWidth();
        if (layout == Layout.OTHER) {
            image.getRGB(0, y, width, 1, samples, 0, width);
            unpack(samples, width, rgba);
            return;
        }
        if (bytes != null) {
            bytes.read(y, width, rgba);
            return;
        }
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
        if (layout == Layout.INDEXED) {
            for (int x = 0; x < width; x++) {
                samples[x] = palette[Math.min(samples[x], palette.length - 1)];
            }
            unpack(samples, width, rgba);
            return;
        }
        int colors = layout == Layout.GRAY ? 1 : 3;
        for (int x = 0; x < width; x++) {
            int from = x * bands;
            int to = x * 4;
            float alpha = bands > colors ? samples[from + colors] * scale[colors] : 255;
            for (int channel = 0; channel < 3; channel++) {
                int band = colors == 1 ? 0 : channel;
                float value = samples[from + band] * scale[band];
                largest = Math.max(largest, value);
                rgba[to + channel] = premultiplied ? (alpha > 0 ? value * 255 / alpha : 0) : value;
            }
            rgba[to + 3] = alpha;
        }
    }

    /** Opaque color of one byte a channel in one array, as photos are decoded: read several times faster than by the raster. */
    private record OpaqueBytes(byte[] data, int start, PixelInterleavedSampleModel model) {
        static @Nullable OpaqueBytes of(Raster raster) {
            if (!(raster.getDataBuffer() instanceof DataBufferByte buffer)
                    || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
                    || buffer.getNumBanks() != 1) {
                return null;
            }
            int right = raster.getMinX() - raster.getSampleModelTranslateX();
            int down = raster.getMinY() - raster.getSampleModelTranslateY();
            int start = buffer.getOffset() + down * model.getScanlineStride() + right * model.getPixelStride();
            return new OpaqueBytes(buffer.getData(), start, model);
        }

        void read(int y, int width, float[] rgba) {
            int[] offsets = model.getBandOffsets();
            int step = model.getPixelStride();
            int at = start + y * model.getScanlineStride();
            int red = offsets[0];
            int green = offsets[1];
            int blue = offsets[2];
            for (int to = 0; to < width * 4; to += 4) {
                rgba[to] = data[at + red] & 0xff;
                rgba[to + 1] = data[at + green] & 0xff;
                rgba[to + 2] = data[at + blue] & 0xff;
                rgba[to + 3] = 255;
                at += step;
            }
        }
    }

    private static void unpack(int[] argb, int width, float[] rgba) {
        for (int x = 0; x < width; x++) {
            int pixel = argb[x];
            rgba[x * 4] = pixel >> 16 & 0xff;
            rgba[x * 4 + 1] = pixel >> 8 & 0xff;
            rgba[x * 4 + 2] = pixel & 0xff;
            rgba[x * 4 + 3] = pixel >>> 24;
        }
    }

    private static int[] palette(IndexColorModel colors) {
        int[] palette = new int[colors.getMapSize()];
        colors.getRGBs(palette);
        return palette;
    }

    private static Layout layout(ColorModel colors, int bands) {
        if (colors instanceof IndexColorModel) {
            return bands == 1 ? Layout.INDEXED : Layout.OTHER;
        }
        return switch (colors.getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> bands <= 2 ? Layout.GRAY : Layout.OTHER;
            case ColorSpace.TYPE_RGB -> bands == 3 || bands == 4 ? Layout.COLOR : Layout.OTHER;
            default -> Layout.OTHER;
        };
    }
}
