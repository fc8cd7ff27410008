package dev.duello.data.image;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image of any size, not brought to the format of a set.
 *
 * @param channels 1 (gray), 3 (RGB) or 4 (RGBA, color not multiplied by alpha)
 * @param pixels uint8 {@code [H, W, C]}, row-major
 */
public record Picture(int height, int width, int channels, byte[] pixels) {
    /** @throws IllegalArgumentException when there are not as many pixels */
    public Picture {
        if (pixels.length != (long) height * width * channels) {
            throw new IllegalArgumentException(
                    pixels.length + " bytes are not " + height + "x" + width + "x" + channels);
        }
    }

    /**
     * Reads an image in any format that the folder reader knows, upright, in its own size and with four channels; of one with several
     * frames the first.
     *
     * @throws DataException when it cannot be read
     */
    public static Picture read(Path file) {
        try {
            return ImageDecoder.picture(PngFiles.bytes(file));
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * The same of bytes that came from elsewhere.
     *
     * @param bytes may be damaged or hostile
     * @throws DataException when they cannot be read
     */
    public static Picture decode(byte[] bytes) {
        try {
            return ImageDecoder.picture(bytes);
        } catch (UnreadableFileException e) {
            throw new DataException("The image cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** For {@link javax.imageio}, over the same bytes. */
    public BufferedImage image() {
        return BufferedImages.image(height, width, channels, pixels);
    }

    /** Writes it as PNG, whole or not at all. @throws DataException when that fails */
    public void write(Path file) {
        AtomicFiles.writeUnflushed(file, beside -> {
            try (OutputStream out = Files.newOutputStream(beside)) {
                out.write(PngFiles.encode(image()));
            }
        });
    }

    /** Whether it has four channels and something shines through. */
    public boolean isTransparent() {
        for (int i = 3; channels == 4 && i < pixels.length; i += 4) {
            if (pixels[i] != (byte) 255) {
                return true;
            }
        }
        return false;
    }

    /** With other channels: gray is repeated, color becomes gray by the weights of BT.601, alpha is dropped or opaque. */
    public Picture withChannels(int other) {
        if (other == channels) {
            return this;
        }
        byte[] changed = new byte[height * width * other];
        for (int i = 0; i < height * width; i++) {
            int from = i * channels;
            int red = pixels[from] & 255;
            int green = channels == 1 ? red : pixels[from + 1] & 255;
            int blue = channels == 1 ? red : pixels[from + 2] & 255;
            if (other == 1) {
                changed[i] = (byte) Math.round(0.299f * red + 0.587f * green + 0.114f * blue);
                continue;
            }
            changed[i * other] = (byte) red;
            changed[i * other + 1] = (byte) green;
            changed[i * other + 2] = (byte) blue;
            if (other == 4) {
                changed[i * 4 + 3] = (byte) 255;
            }
        }
        return new Picture(height, width, other, changed);
    }

    /** With each pixel {@code factor} times as high and as wide. */
    public Picture repeated(int factor) {
        byte[] large = new byte[Math.toIntExact((long) pixels.length * factor * factor)];
        int wide = width * factor;
        for (int y = 0; y < height * factor; y++) {
            for (int x = 0; x < wide; x++) {
                System.arraycopy(
                        pixels,
                        (y / factor * width + x / factor) * channels,
                        large,
                        (y * wide + x) * channels,
                        channels);
            }
        }
        return new Picture(height * factor, wide, channels, large);
    }

    /** With the transparency of another of the same size, and so four channels. */
    public Picture withAlphaOf(Picture other) {
        Picture shown = withChannels(4);
        byte[] both = shown.pixels.clone();
        for (int i = 3; i < both.length; i += 4) {
            both[i] = other.pixels[i];
        }
        return new Picture(height, width, 4, both);
    }

    /** With another of the same height to its right. */
    public Picture beside(Picture right) {
        int both = Math.max(channels, right.channels);
        Picture a = withChannels(both == 4 || channels != right.channels ? 4 : both);
        Picture b = right.withChannels(a.channels);
        int wide = width + right.width;
        byte[] joined = new byte[height * wide * a.channels];
        for (int y = 0; y < height; y++) {
            System.arraycopy(a.pixels, y * width * a.channels, joined, y * wide * a.channels, width * a.channels);
            System.arraycopy(
                    b.pixels,
                    y * right.width * a.channels,
                    joined,
                    (y * wide + width) * a.channels,
                    right.width * a.channels);
        }
        return new Picture(height, wide, a.channels, joined);
    }
}
