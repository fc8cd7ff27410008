package dev.duello.data.image;

import dev.duello.data.UnreadableFileException;

/**
 * One decoded image of any size, and how it becomes an image of a set: composed, resized, turned upright, rounded.
 * Not for use by several threads.
 */
public final class DecodedImage {

    private final Resampler.Rows rows;
    private final int height;
    private final int width;
    private final Orientation orientation;
    private final float[] rgba;

    /** @param rows gives straight RGBA, 0 to 255, {@code [width, 4]} */
    DecodedImage(Resampler.Rows rows, int height, int width, Orientation orientation) {
        this.rows = rows;
        this.height = height;
        this.width = width;
        this.orientation = orientation;
        rgba = new float[width * 4];
    }

    /** A picture over raw uint8 samples. @param pixels {@code [H, W, C]} starting at {@code offset} */
    public static DecodedImage of(ImageFormat format, byte[] pixels, int offset) {
        int c = format.channels();
        int width = format.width();
        return new DecodedImage(
                (y, row) -> {
                    for (int x = 0; x < width; x++) {
                        int at = offset + (y * width + x) * c;
                        for (int channel = 0; channel < 3; channel++) {
                            row[x * 4 + channel] = pixels[c == 1 ? at : at + channel] & 0xff;
                        }
                        row[x * 4 + 3] = c == 4 ? pixels[at + 3] & 0xff : 255;
                    }
                },
                format.height(),
                width,
                Orientation.AS_STORED);
    }

    /** What is used of it, upright; itself where all is. @throws UnreadableFileException when it has no halves */
    DecodedImage half(Half half) throws UnreadableFileException {
        if (half == Half.WHOLE) {
            return this;
        }
        Picture whole = upright();
        int wide = half.width(whole.width());
        int start = half.start(whole.width());
        return new DecodedImage(
                (y, row) -> {
                    int from = (y * whole.width() + start) * 4;
                    for (int i = 0; i < wide * 4; i++) {
                        row[i] = whole.pixels()[from + i] & 0xff;
                    }
                },
                whole.height(),
                wide,
                Orientation.AS_STORED);
    }

    /** A picture as it is. */
    public static DecodedImage of(Picture picture) {
        int c = picture.channels();
        byte[] pixels = picture.pixels();
        return new DecodedImage(
                (y, row) -> {
                    for (int x = 0; x < picture.width(); x++) {
                        int at = (y * picture.width() + x) * c;
                        for (int channel = 0; channel < 3; channel++) {
                            row[x * 4 + channel] = pixels[c == 1 ? at : at + channel] & 0xff;
                        }
                        row[x * 4 + 3] = c == 4 ? pixels[at + 3] & 0xff : 255;
                    }
                },
                picture.height(),
                picture.width(),
                Orientation.AS_STORED);
    }

    /** Rows, once upright. */
    int height() {
        return orientation.swapsSides() ? width : height;
    }

    /** Columns, once upright. */
    int width() {
        return orientation.swapsSides() ? height : width;
    }

    /** Whether red, green and blue are equal in every pixel, once composed over black. */
    public boolean isGray() {
        for (int y = 0; y < height; y++) {
            rows.read(y, rgba);
            for (int x = 0; x < rgba.length; x += 4) {
                if (rgba[x + 3] > 0 && (rgba[x] != rgba[x + 1] || rgba[x] != rgba[x + 2])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @return uint8 {@code [H, W, C]} of the format */
    public byte[] conform(ImageFormat format, Fit fit) {
        int c = format.channels();
        // The stored picture is resized to a lying or standing target and turned afterwards: the small one is cheaper
        // to turn.
        int targetH = orientation.swapsSides() ? format.width() : format.height();
        int targetW = orientation.swapsSides() ? format.height() : format.width();
        Resampler.Rows composed = (y, row) -> compose(y, row, c);
        if (height == targetH && width == targetW) {
            float[] same = new float[format.bytes()];
            float[] row = new float[width * c];
            for (int y = 0; y < height; y++) {
                composed.read(y, row);
                System.arraycopy(row, 0, same, y * row.length, row.length);
            }
            return round(orientation.apply(same, targetH, targetW, c), c);
        }
        double scaleH = (double) targetH / height;
        double scaleW = (double) targetW / width;
        if (fit == Fit.CROP) {
            double scale = Math.max(scaleH, scaleW);
            double top = (height - targetH / scale) / 2;
            double left = (width - targetW / scale) / 2;
            Resampler.Box center = new Resampler.Box(
                    Math.max(top, 0), Math.max(left, 0), Math.min(height - top, height), Math.min(width - left, width));
            float[] resized = Resampler.resize(composed, height, width, c, center, targetH, targetW);
            return round(orientation.apply(resized, targetH, targetW, c), c);
        }
        double scale = Math.min(scaleH, scaleW);
        int fittedH = Math.clamp(Math.round(height * scale), 1, targetH);
        int fittedW = Math.clamp(Math.round(width * scale), 1, targetW);
        float[] fitted =
                Resampler.resize(composed, height, width, c, Resampler.Box.all(height, width), fittedH, fittedW);
        float[] padded = new float[format.bytes()];
        for (int y = 0; y < fittedH; y++) {
            int to = ((y + (targetH - fittedH) / 2) * targetW + (targetW - fittedW) / 2) * c;
            System.arraycopy(fitted, y * fittedW * c, padded, to, fittedW * c);
        }
        return round(orientation.apply(padded, targetH, targetW, c), c);
    }

    /** The image as it is, upright: uint8 {@code [H, W, 4]}, color not multiplied by alpha, black where nothing is seen. */
    Picture upright() {
        byte[] pixels = new byte[height * width * 4];
        for (int y = 0; y < height; y++) {
            rows.read(y, rgba);
            for (int x = 0; x < rgba.length; x += 4) {
                for (int channel = 0; channel < 4 && rgba[x + 3] > 0; channel++) {
                    pixels[y * rgba.length + x + channel] = round(rgba[x + channel]);
                }
            }
        }
        return new Picture(height(), width(), 4, orientation.apply(pixels, height, width, 4));
    }

    /** Multiplies color by alpha, which is composing over black, and what a filter needs to leave no fringes. */
    private void compose(int y, float[] row, int c) {
        rows.read(y, rgba);
        for (int x = 0; x < width; x++) {
            float r = rgba[x * 4];
            float g = rgba[x * 4 + 1];
            float b = rgba[x * 4 + 2];
            float alpha = rgba[x * 4 + 3];
            if (alpha != 255) {
                float opacity = alpha / 255;
                r *= opacity;
                g *= opacity;
                b *= opacity;
            }
            int to = x * c;
            if (c == 1) {
                row[to] = r == g && g == b ? r : 0.299f * r + 0.587f * g + 0.114f * b;
            } else {
                row[to] = r;
                row[to + 1] = g;
                row[to + 2] = b;
                if (c == 4) {
                    row[to + 3] = alpha;
                }
            }
        }
    }

    private static byte[] round(float[] values, int c) {
        byte[] bytes = new byte[values.length];
        if (c != 4) {
            for (int i = 0; i < values.length; i++) {
                bytes[i] = round(values[i]);
            }
            return bytes;
        }
        for (int i = 0; i < values.length; i += 4) {
            byte alpha = round(values[i + 3]);
            bytes[i + 3] = alpha;
            for (int channel = 0; channel < 3 && alpha != 0; channel++) {
                bytes[i + channel] = round(values[i + channel] * 255 / values[i + 3]);
            }
        }
        return bytes;
    }

    private static byte round(float value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }
}
