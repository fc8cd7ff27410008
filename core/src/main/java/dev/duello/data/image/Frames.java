package dev.duello.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Whether a file has pages or frames besides the first. Walks over the blocks of the file, which may be damaged. */
final class Frames {

    private static final int GIF_HEADER = 13;
    private static final int GIF_DESCRIPTOR = 10;

    private Frames() {}

    /** False also when the file is too damaged to tell. */
    static boolean areSeveral(ImageKind kind, byte[] bytes) {
        try {
            return switch (kind) {
                case GIF -> gif(bytes);
                case TIFF -> tiff(bytes);
                // VP8X, with the flag for an animation.
                case WEBP -> ImageKind.startsWith(bytes, 12, "VP8X") && (bytes[20] & 2) != 0;
                case PNG -> apng(bytes);
                case JPEG, BMP -> false;
            };
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Where the descriptor of the first frame starts. @throws IndexOutOfBoundsException when there is none */
    static int firstGifFrame(byte[] bytes) {
        return nextGifFrame(bytes, GIF_HEADER + gifPalette(bytes[10]));
    }

    private static boolean gif(byte[] bytes) {
        int first = firstGifFrame(bytes);
        // The descriptor, a palette, the number of bits, and the blocks of codes.
        int codes = first + GIF_DESCRIPTOR + gifPalette(bytes[first + 9]) + 1;
        return bytes[nextGifFrame(bytes, afterGifBlocks(bytes, codes))] == ',';
    }

    /** Passes over extensions. */
    private static int nextGifFrame(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] == '!') {
            at = afterGifBlocks(bytes, at + 2);
        }
        return at;
    }

    private static int afterGifBlocks(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] != 0) {
            at += 1 + (bytes[at] & 0xff);
        }
        return at + 1;
    }

    private static int gifPalette(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    /** Whether the first directory names a next one. */
    private static boolean tiff(byte[] bytes) {
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (buffer.getShort(2) == 43) {
            long directory = buffer.getLong(8);
            return buffer.getLong(index(directory + 8 + 20 * buffer.getLong(index(directory)))) != 0;
        }
        long directory = Integer.toUnsignedLong(buffer.getInt(4));
        int entries = Short.toUnsignedInt(buffer.getShort(index(directory)));
        return buffer.getInt(index(directory + 2 + 12L * entries)) != 0;
    }

    private static int index(long at) {
        if (at < 0 || at > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException();
        }
        return (int) at;
    }

    /** The chunk acTL stands before the pixels. */
    private static boolean apng(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = 8;
        while (!ImageKind.startsWith(bytes, index(at + 4), "IDAT")) {
            if (ImageKind.startsWith(bytes, index(at + 4), "acTL")) {
                return true;
            }
            at += 12 + Integer.toUnsignedLong(buffer.getInt(index(at)));
        }
        return false;
    }
}
