package dev.duello.data.video;

import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.Animation;
import dev.duello.data.image.DecodedImage;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.Picture;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Files as clips of one format. What has more frames than a clip is cut into consecutive clips; frames behind the last whole clip are
 * left out.
 */
public final class VideoDecoder {
    private VideoDecoder() {}

    /**
     * What can be told without decoding all.
     *
     * @param height rows of each frame
     * @param width columns of each frame
     * @param frames how many there are
     */
    public record Header(int height, int width, int frames) {}

    /** @param stored one clip or several in the stored form of the format, one behind the other */
    public record Decoded(byte[] stored, VideoInfo facts) {}

    /** Reads where frames are and how large. @param file may be damaged or hostile */
    public static Header header(byte[] file, ClipLayout layout) throws UnreadableFileException {
        return switch (layout) {
            case ClipLayout.Animations _ -> {
                Animation animation = Animation.of(file);
                yield new Header(animation.height(), animation.width(), animation.count());
            }
            case ClipLayout.Folders _ -> {
                List<byte[]> frames = FramePack.files(file);
                ImageDecoder.Header first = ImageDecoder.header(frames.getFirst());
                yield new Header(first.height(), first.width(), frames.size());
            }
            case ClipLayout.Sheets(ClipGrid grid) -> {
                ImageDecoder.Header whole = ImageDecoder.header(file);
                requireDivisible(grid, whole.height(), whole.width());
                yield new Header(whole.height() / grid.rows(), whole.width() / grid.columns(), grid.frames());
            }
        };
    }

    /** Whether red, green and blue are equal in every pixel of every frame. */
    public static boolean isGray(byte[] file, ClipLayout layout) throws UnreadableFileException {
        boolean[] gray = {true};
        play(file, layout, frame -> gray[0] &= frame.isGray());
        return gray[0];
    }

    /**
     * Decodes and brings to the format.
     *
     * @throws UnreadableFileException when that is not possible, or there are fewer frames than in a clip
     */
    public static Decoded read(byte[] file, VideoFormat format, Fit fit, ClipLayout layout)
            throws UnreadableFileException {
        Header header = header(file, layout);
        int clips = header.frames() / format.frames();
        if (clips == 0) {
            throw new UnreadableFileException(
                    header.frames() == 1
                            ? "it is a single picture, and a clip has " + format.frames() + " frames"
                            : "it has " + header.frames() + " frames, fewer than the " + format.frames()
                                    + " of a clip");
        }
        long bytes = (long) clips * format.bytes();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new UnreadableFileException("its clips take more than 2 GiB: cut it into parts");
        }
        // It grows with what is really there.
        ByteArrayOutputStream stored = new ByteArrayOutputStream(format.bytes());
        ImageFormat one = format.frame();
        int[] left = {clips * format.frames()};
        play(file, layout, frame -> {
            stored.writeBytes(frame.conform(one, fit));
            return --left[0] > 0;
        });
        if (left[0] > 0) {
            throw new UnreadableFileException("it is cut short");
        }
        VideoInfo facts = new VideoInfo(
                format(file, layout),
                header.height(),
                header.width(),
                header.frames(),
                clips,
                header.frames() % format.frames());
        return new Decoded(stored.toByteArray(), facts);
    }

    private static String format(byte[] file, ClipLayout layout) throws UnreadableFileException {
        return switch (layout) {
            case ClipLayout.Animations _ -> "animated " + Animation.of(file).format();
            case ClipLayout.Folders _ -> "folder of frames";
            case ClipLayout.Sheets _ -> "sheet of frames";
        };
    }

    private static void play(byte[] file, ClipLayout layout, Animation.Receiver receiver)
            throws UnreadableFileException {
        switch (layout) {
            case ClipLayout.Animations _ -> Animation.of(file).play(receiver);
            case ClipLayout.Folders _ -> {
                for (byte[] image : FramePack.files(file)) {
                    if (!receiver.receive(DecodedImage.of(ImageDecoder.picture(image)))) {
                        return;
                    }
                }
            }
            case ClipLayout.Sheets(ClipGrid grid) -> playSheet(ImageDecoder.picture(file), grid, receiver);
        }
    }

    private static void playSheet(Picture sheet, ClipGrid grid, Animation.Receiver receiver)
            throws UnreadableFileException {
        requireDivisible(grid, sheet.height(), sheet.width());
        int height = sheet.height() / grid.rows();
        int width = sheet.width() / grid.columns();
        for (int i = 0; i < grid.frames(); i++) {
            byte[] pixels = new byte[height * width * 4];
            for (int y = 0; y < height; y++) {
                int from = (i / grid.columns() * height + y) * sheet.width() + i % grid.columns() * width;
                System.arraycopy(sheet.pixels(), from * 4, pixels, y * width * 4, width * 4);
            }
            if (!receiver.receive(DecodedImage.of(new Picture(height, width, 4, pixels)))) {
                return;
            }
        }
    }

    private static void requireDivisible(ClipGrid grid, int height, int width) throws UnreadableFileException {
        if (height % grid.rows() != 0 || width % grid.columns() != 0) {
            throw new UnreadableFileException("it has " + width + " x " + height + " pixels, which " + grid.columns()
                    + " columns and " + grid.rows() + " rows of frames do not divide");
        }
    }
}
