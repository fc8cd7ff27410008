package dev.duello.data.image;

import dev.duello.data.UnreadableFileException;
import java.util.Arrays;
import java.util.List;

/**
 * The frames of a GIF, PNG (APNG) or WebP file as they are seen, each laid upon those before. Other images are animations of one
 * frame. Bytes may be damaged or hostile.
 *
 * <p>Each frame is cut out as a file of its own, which {@link ImageDecoder} reads with all its checks.
 */
public final class Animation {
    /** The most pixels of one frame: 16 megapixels, as several canvases are in memory at once. */
    private static final long MOST_PIXELS = 16L << 20;
    /** More pixels of all frames together take too long. */
    private static final long MOST_PIXELS_OF_ALL = 256L << 20;
    /** No honest animation of more than a megapixel packs more pixels into a byte. */
    private static final long MOST_PIXELS_PER_BYTE = 16_384;

    private final int height;
    private final int width;
    private final String format;
    private final List<Part> parts;

    private Animation(int height, int width, String format, List<Part> parts) {
        this.height = height;
        this.width = width;
        this.format = format;
        this.parts = parts;
    }

    /** What happens to the place of a frame after it was shown. */
    enum Disposal {
        /** It stays. */
        NONE,
        /** It becomes transparent. */
        BACKGROUND,
        /** It becomes what it was before. */
        PREVIOUS
    }

    /** Makes a file of one frame alone. */
    @FunctionalInterface
    interface Cut {
        byte[] file() throws UnreadableFileException;
    }

    /**
     * One frame.
     *
     * @param top row of the canvas where it begins
     * @param left column of the canvas where it begins
     * @param over whether it is laid upon what is there, and does not replace it
     */
    record Part(int top, int left, boolean over, Disposal disposal, Cut cut) {}

    /** The frames of a file and the canvas that they are laid upon. */
    record Parts(int height, int width, List<Part> parts) {}

    /** Receives frames. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * @param frame all that is seen at this time
         * @return whether to go on
         */
        boolean receive(DecodedImage frame);
    }

    /** Whether a file holds more than one frame; false also when it is too damaged to tell. */
    public static boolean is(byte[] bytes) {
        try {
            return of(bytes).count() > 1;
        } catch (UnreadableFileException e) {
            return false;
        }
    }

    /** Reads where the frames are; their pixels are decoded by {@link #play}. @throws UnreadableFileException when that is not possible */
    public static Animation of(byte[] bytes) throws UnreadableFileException {
        ImageKind kind = ImageDecoder.kind(bytes);
        String format = kind.named(bytes);
        Parts parts;
        try {
            parts = switch (kind) {
                case GIF -> GifParts.of(bytes);
                case PNG -> ApngParts.of(bytes);
                case WEBP -> WebpParts.of(bytes);
                case JPEG, BMP, TIFF -> null;
            };
        } catch (IndexOutOfBoundsException e) {
            throw new UnreadableFileException("it is damaged or cut short", e);
        }
        if (parts == null || parts.parts().size() < 2) {
            ImageDecoder.Header header = ImageDecoder.header(bytes);
            Part whole = new Part(0, 0, false, Disposal.NONE, () -> bytes);
            return new Animation(header.height(), header.width(), format, List.of(whole));
        }
        check(parts, bytes.length);
        return new Animation(parts.height(), parts.width(), format, parts.parts());
    }

    private static void check(Parts parts, int bytes) throws UnreadableFileException {
        long pixels = (long) parts.height() * parts.width();
        long all = pixels * parts.parts().size();
        String told = "it declares " + parts.parts().size() + " frames of " + parts.width() + " x " + parts.height()
                + " pixels";
        if (pixels < 1) {
            throw new UnreadableFileException(told);
        }
        if (pixels > MOST_PIXELS || all > MOST_PIXELS_OF_ALL) {
            throw new UnreadableFileException(told + ", more than the " + (MOST_PIXELS >> 20)
                    + " megapixels of one and the " + (MOST_PIXELS_OF_ALL >> 20)
                    + " megapixels of all that are read: make it smaller, or cut it into parts");
        }
        if (all > 1 << 20 && all / MOST_PIXELS_PER_BYTE > bytes) {
            throw new UnreadableFileException(told + ", but has only " + bytes + " bytes");
        }
    }

    /** Rows of every frame. */
    public int height() {
        return height;
    }

    /** Columns of every frame. */
    public int width() {
        return width;
    }

    /** For people, such as {@code "GIF"}. */
    public String format() {
        return format;
    }

    /** How many frames it has, at least 1. */
    public int count() {
        return parts.size();
    }

    /** Decodes the frames from the first on. @throws UnreadableFileException when one of them cannot be read */
    public void play(Receiver receiver) throws UnreadableFileException {
        byte[] canvas = new byte[height * width * 4];
        for (Part part : parts) {
            Picture picture = ImageDecoder.picture(part.cut().file());
            byte[] before = part.disposal() == Disposal.PREVIOUS ? canvas.clone() : canvas;
            draw(canvas, part, picture);
            if (!receiver.receive(DecodedImage.of(new Picture(height, width, 4, canvas)))) {
                return;
            }
            switch (part.disposal()) {
                case NONE -> {}
                case PREVIOUS -> canvas = before;
                case BACKGROUND -> clear(canvas, part, picture);
            }
        }
    }

    private void draw(byte[] canvas, Part part, Picture picture) {
        int right = Math.min(width - part.left(), picture.width());
        for (int y = 0; y < picture.height() && part.top() + y < height; y++) {
            for (int x = 0; x < right; x++) {
                int from = (y * picture.width() + x) * 4;
                int to = ((part.top() + y) * width + part.left() + x) * 4;
                int alpha = picture.pixels()[from + 3] & 0xff;
                if (!part.over() || alpha == 255) {
                    System.arraycopy(picture.pixels(), from, canvas, to, 4);
                } else if (alpha > 0) {
                    blend(picture.pixels(), from, canvas, to);
                }
            }
        }
    }

    /** Porter and Duff's "over", of colors that are not multiplied by alpha. */
    private static void blend(byte[] top, int from, byte[] canvas, int to) {
        double alpha = (top[from + 3] & 0xff) / 255.0;
        double below = (canvas[to + 3] & 0xff) / 255.0 * (1 - alpha);
        for (int channel = 0; channel < 3; channel++) {
            double color = (top[from + channel] & 0xff) * alpha + (canvas[to + channel] & 0xff) * below;
            canvas[to + channel] = (byte) Math.round(color / (alpha + below));
        }
        canvas[to + 3] = (byte) Math.round(255 * (alpha + below));
    }

    private void clear(byte[] canvas, Part part, Picture picture) {
        int right = Math.min(width, part.left() + picture.width());
        for (int y = part.top(); y < Math.min(height, part.top() + picture.height()) && part.left() < right; y++) {
            Arrays.fill(canvas, (y * width + part.left()) * 4, (y * width + right) * 4, (byte) 0);
        }
    }
}
