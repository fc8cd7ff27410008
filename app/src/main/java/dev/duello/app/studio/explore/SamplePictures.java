package dev.duello.app.studio.explore;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.video.VideoFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import javax.imageio.ImageIO;

/**
 * Samples that are no images to look at, one by one: of a sound its waveform above its spectrogram, a shape rendered, a clip as its
 * frames, the line of a text.
 */
final class SamplePictures {
    /** Of a sheet; with as many, each is small. */
    private static final int COLUMNS = 8;

    private SamplePictures() {}

    /** The format of each picture. */
    static ImageFormat format(SampleFormat samples) {
        if (samples instanceof VideoFormat clips) {
            return ClipPictures.format(clips);
        }
        SampleFormat.Cell cell = samples.cell(COLUMNS);
        return new ImageFormat(3, cell.height(), cell.width());
    }

    /** @param stored samples @return uint8 {@code [N, H, W, C]} of the {@link #format} */
    static byte[] of(SampleFormat samples, MemorySegment stored) {
        if (samples instanceof VideoFormat clips) {
            return ClipPictures.of(clips, stored);
        }
        SampleFormat.Cell cell = samples.cell(COLUMNS);
        int count = Math.toIntExact(stored.byteSize() / samples.bytes());
        BufferedImage sheet = read(samples.picture(stored, COLUMNS));
        byte[] pixels = new byte[count * format(samples).bytes()];
        int place = 0;
        for (int i = 0; i < count; i++) {
            int left = i % COLUMNS * (cell.width() + cell.margin()) + cell.margin();
            int top = i / COLUMNS * (cell.height() + cell.margin()) + cell.margin();
            for (int rgb : sheet.getRGB(left, top, cell.width(), cell.height(), null, 0, cell.width())) {
                pixels[place++] = (byte) (rgb >> 16);
                pixels[place++] = (byte) (rgb >> 8);
                pixels[place++] = (byte) rgb;
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
