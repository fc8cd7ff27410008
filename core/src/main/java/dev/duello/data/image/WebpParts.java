package dev.duello.data.image;

import dev.duello.data.image.webp.Riff;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The frames of an animated WebP (RFC 9649), each cut out as a WebP of its own. Indices out of bounds mean that the file is damaged. */
final class WebpParts {
    /** Place, size, duration and flags of a frame, before its own chunks. */
    private static final int FRAME_HEADER = 16;

    private static final int DISPOSE = 1;
    private static final int REPLACE = 2;
    private static final byte ALPHA = 0x10;

    private WebpParts() {}

    static Animation.Parts of(byte[] bytes) {
        Riff.Chunk canvas = Riff.find(bytes, "VP8X");
        List<Animation.Part> parts = new ArrayList<>();
        if (canvas == null || canvas.length() < 10) {
            return new Animation.Parts(0, 0, parts);
        }
        for (Riff.Chunk frame : Riff.all(bytes, "ANMF")) {
            if (frame.length() < FRAME_HEADER) {
                throw new IndexOutOfBoundsException();
            }
            int start = frame.start();
            int flags = bytes[start + 15];
            parts.add(new Animation.Part(
                    2 * number(bytes, start + 3),
                    2 * number(bytes, start),
                    (flags & REPLACE) == 0,
                    (flags & DISPOSE) == 0 ? Animation.Disposal.NONE : Animation.Disposal.BACKGROUND,
                    () -> cut(bytes, frame)));
        }
        return new Animation.Parts(1 + number(bytes, canvas.start() + 7), 1 + number(bytes, canvas.start() + 4), parts);
    }

    /** In the extended form, which may be transparent. */
    private static byte[] cut(byte[] bytes, Riff.Chunk frame) {
        int chunks = frame.length() - FRAME_HEADER;
        int extended = Riff.HEADER + 10;
        ByteBuffer file = ByteBuffer.allocate(12 + extended + chunks).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(4 + extended + chunks).put(ascii("WEBP"));
        file.put(ascii("VP8X")).putInt(10).put(ALPHA).put(new byte[3]);
        file.put(bytes, frame.start() + 6, 6);
        file.put(bytes, frame.start() + FRAME_HEADER, chunks);
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Three bytes, the lowest first. */
    private static int number(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }
}
