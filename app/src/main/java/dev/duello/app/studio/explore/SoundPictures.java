package dev.duello.app.studio.explore;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import javax.imageio.ImageIO;

/** Sounds to look at, one by one: of each its waveform above its spectrogram. */
final class SoundPictures {
    /** Of a sheet; with as many, each is small. */
    private static final int COLUMNS = 8;

    private SoundPictures() {}

    /** The format of each picture. */
    static ImageFormat format() {
        SoundFormat.Cell cell = SoundFormat.cell(COLUMNS);
        return new ImageFormat(3, cell.height(), cell.width());
    }

    /** @param stored sounds @return uint8 {@code [N, H, W, 3]} */
    static byte[] of(SoundFormat sounds, MemorySegment stored) {
        SoundFormat.Cell cell = SoundFormat.cell(COLUMNS);
        int count = Math.toIntExact(stored.byteSize() / sounds.bytes());
        BufferedImage sheet = read(sounds.picture(stored, COLUMNS));
        byte[] pixels = new byte[count * format().bytes()];
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
