package dev.duello.data.video;

import dev.duello.data.DataException;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.AnimatedGif;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.image.PngFiles;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Clips as animated GIF files. Each frame has a palette of its own, of 256 colors at most. */
public final class MovingPictures {
    /** For each frame; ten frames in a second. */
    private static final int HUNDREDTHS = 10;

    private MovingPictures() {}

    /**
     * Several clips beside and below each other, as square as can be, which move at the same time.
     *
     * @param stored in the stored form of the format, at least one clip
     */
    public static byte[] gif(VideoFormat format, MemorySegment stored) {
        int count = Math.toIntExact(stored.byteSize() / format.bytes());
        ImageGrid grid = ImageGrid.square(count, format.frame());
        return AnimatedGif.encode(
                IntStream.range(0, format.frames())
                        .<BufferedImage>mapToObj(frame -> grid.layOut(format.frame(), frames(format, stored, frame)))
                        .iterator(),
                HUNDREDTHS);
    }

    /** One clip as it is, pixel by pixel. @param sample in the stored form of the format */
    public static byte[] gif(VideoFormat format, byte[] sample) {
        ImageGrid alone = new ImageGrid(1, 0, 1);
        MemorySegment stored = MemorySegment.ofArray(sample);
        return AnimatedGif.encode(
                IntStream.range(0, format.frames())
                        .<BufferedImage>mapToObj(frame -> alone.layOut(format.frame(), frames(format, stored, frame)))
                        .iterator(),
                HUNDREDTHS);
    }

    /**
     * Reads one clip as the folder reader would, the first of a longer animation.
     *
     * @return one sample in the stored form of the format
     * @throws DataException when the file cannot be read
     */
    public static byte[] read(Path file, VideoFormat format, Fit fit) {
        try {
            byte[] clips = VideoDecoder.read(PngFiles.bytes(file), format, fit, new ClipLayout.Animations())
                    .stored();
            return Arrays.copyOf(clips, format.bytes());
        } catch (UnreadableFileException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** The frames of all clips at one time. */
    private static MemorySegment frames(VideoFormat format, MemorySegment stored, int frame) {
        ImageFormat one = format.frame();
        int count = Math.toIntExact(stored.byteSize() / format.bytes());
        byte[] all = new byte[Math.multiplyExact(count, one.bytes())];
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(
                    stored,
                    ValueLayout.JAVA_BYTE,
                    (long) i * format.bytes() + (long) frame * one.bytes(),
                    all,
                    i * one.bytes(),
                    one.bytes());
        }
        return MemorySegment.ofArray(all);
    }
}
