package dev.duello.data.image;

import dev.duello.data.SampleFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import javax.imageio.ImageIO;

/**
 * Samples of any medium to look at, one by one: images as they are, of others the part of a {@link SampleFormat#picture} that shows each,
 * such as the waveform above the spectrogram of a sound.
 */
public final class SampleTiles {
    /** Of a sheet; with as many, each is small. */
    private static final int COLUMNS = 8;

    private SampleTiles() {}

    /** The format of each picture. */
    public static ImageFormat format(SampleFormat samples) {
        if (samples instanceof ImageFormat images) {
            return images;
        }
        SampleFormat.Cell cell = samples.cell(columns(samples));
        return new ImageFormat(3, cell.height(), cell.width());
    }

    /** Where one fills a row of its own, as a clip does, they are below each other. */
    private static int columns(SampleFormat samples) {
        return samples.usualColumns(COLUMNS * COLUMNS) == 1 ? 1 : COLUMNS;
    }

    /** @param stored samples @return uint8 {@code [N, H, W, C]} of the {@link #format} */
    public static byte[] of(SampleFormat samples, MemorySegment stored) {
        if (samples instanceof ImageFormat) {
            return stored.toArray(ValueLayout.JAVA_BYTE);
        }
        int columns = columns(samples);
        SampleFormat.Cell cell = samples.cell(columns);
        int count = Math.toIntExact(stored.byteSize() / samples.bytes());
        BufferedImage sheet = read(samples.picture(stored, columns));
        int zoom = Math.max(1, sheet.getWidth() / (columns * (cell.width() + cell.margin()) + cell.margin()));
        byte[] pixels = new byte[count * format(samples).bytes()];
        int place = 0;
        for (int i = 0; i < count; i++) {
            int left = i % columns * (cell.width() + cell.margin()) + cell.margin();
            int top = i / columns * (cell.height() + cell.margin()) + cell.margin();
            for (int y = top; y < top + cell.height(); y++) {
                for (int x = left; x < left + cell.width(); x++) {
                    int rgb = sheet.getRGB(x * zoom, y * zoom);
                    pixels[place++] = (byte) (rgb >> 16);
                    pixels[place++] = (byte) (rgb >> 8);
                    pixels[place++] = (byte) rgb;
                }
            }
        }
        return pixels;
    }

    private static BufferedImage read(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
