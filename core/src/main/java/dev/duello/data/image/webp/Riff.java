package dev.duello.data.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chunks of a RIFF file, which WebP is: type, length, data, padding to even. */
public final class Riff {

    private static final int FIRST_CHUNK = 12;
    /** Type and length. */
    public static final int HEADER = 8;

    /** Position, size and duration of a frame of an animation, before its own chunks. */
    private static final int FRAME_HEADER = 16;

    /**
     * The place of a chunk's data.
     *
     * @param start index of the first byte
     * @param length as declared; all of it is there
     */
    public record Chunk(int start, int length) {

        public int end() {
            return start + length;
        }
    }

    private Riff() {}

    /**
     * The first chunk of a type, at the top or else in the first frame of an animation.
     *
     * @return null when there is none, or it is cut short
     */
    public static @Nullable Chunk find(byte[] bytes, String type) {
        Chunk top = find(bytes, FIRST_CHUNK, bytes.length, type);
        if (top != null) {
            return top;
        }
        Chunk frame = find(bytes, FIRST_CHUNK, bytes.length, "ANMF");
        return frame == null ? null : find(bytes, frame.start + FRAME_HEADER, frame.start + frame.length, type);
    }

    /** All chunks of a type at the top, up to the first that is cut short. */
    public static List<Chunk> all(byte[] bytes, String type) {
        List<Chunk> found = new ArrayList<>();
        Chunk next = find(bytes, FIRST_CHUNK, bytes.length, type);
        while (next != null) {
            found.add(next);
            next = find(bytes, next.end() + (next.length & 1), bytes.length, type);
        }
        return found;
    }

    private static @Nullable Chunk find(byte[] bytes, int start, int end, String type) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = start;
        while (at + HEADER <= end) {
            long length = Integer.toUnsignedLong(buffer.getInt((int) at + 4));
            if (at + HEADER + length > end) {
                return null;
            }
            if (type.equals(new String(bytes, (int) at, 4, StandardCharsets.ISO_8859_1))) {
                return new Chunk((int) at + HEADER, (int) length);
            }
            at += HEADER + length + (length & 1);
        }
        return null;
    }
}
