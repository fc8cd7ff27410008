package dev.duello.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an animated PNG (Portable Network Graphics, third edition, W3C 2025), each cut out as a PNG of its own. Indices out of
 * bounds mean that the file is damaged.
 */
final class ApngParts {
    private static final int SIGNATURE = 8;
    /** Length, type, and the checksum at the end. */
    private static final int FRAME = 12;

    /** What pixels are made of, whose frame they belong to. */
    private static final List<String> SHARED = List.of("PLTE", "tRNS");

    private final byte[] bytes;
    private final ByteBuffer numbers;
    private final List<Animation.Part> parts = new ArrayList<>();
    /** Places of chunks that all frames need. */
    private final List<Integer> shared = new ArrayList<>();

    private @Nullable Control control;
    private List<Integer> pixels = new ArrayList<>();
    private boolean isAnimation;

    /** What the chunk fcTL says. */
    private record Control(int width, int height, int left, int top, Animation.Disposal disposal, boolean over) {}

    private ApngParts(byte[] bytes) {
        this.bytes = bytes;
        numbers = ByteBuffer.wrap(bytes);
    }

    static Animation.Parts of(byte[] bytes) {
        return new ApngParts(bytes).read();
    }

    private Animation.Parts read() {
        long at = SIGNATURE;
        while (at + FRAME <= bytes.length) {
            int place = (int) at;
            long length = Integer.toUnsignedLong(numbers.getInt(place));
            if (at + FRAME + length > bytes.length) {
                // What is cut short in its last frame is a clip of those before.
                pixels.clear();
                break;
            }
            take(place);
            at += FRAME + length;
        }
        finish();
        return new Animation.Parts(
                numbers.getInt(SIGNATURE + 12), numbers.getInt(SIGNATURE + 8), isAnimation ? parts : List.of());
    }

    private void take(int place) {
        String type = new String(bytes, place + 4, 4, StandardCharsets.ISO_8859_1);
        switch (type) {
            case "acTL" -> isAnimation = true;
            case "fcTL" -> {
                finish();
                control = control(place + 8);
            }
            // Pixels before the first fcTL are shown by those who know no animations.
            case "IDAT", "fdAT" -> pixels.add(place);
            default -> {
                if (SHARED.contains(type)) {
                    shared.add(place);
                }
            }
        }
    }

    private Control control(int at) {
        Animation.Disposal disposal = switch (bytes[at + 24]) {
            case 1 -> Animation.Disposal.BACKGROUND;
            // There is nothing before the first.
            case 2 -> parts.isEmpty() ? Animation.Disposal.BACKGROUND : Animation.Disposal.PREVIOUS;
            default -> Animation.Disposal.NONE;
        };
        Control told = new Control(
                numbers.getInt(at + 4),
                numbers.getInt(at + 8),
                numbers.getInt(at + 12),
                numbers.getInt(at + 16),
                disposal,
                bytes[at + 25] == 1);
        if (told.left < 0 || told.top < 0) {
            throw new IndexOutOfBoundsException();
        }
        return told;
    }

    private void finish() {
        Control present = control;
        List<Integer> places = pixels;
        if (present != null && !places.isEmpty()) {
            parts.add(new Animation.Part(
                    present.top, present.left, present.over, present.disposal, () -> cut(present, places)));
        }
        pixels = new ArrayList<>();
    }

    private byte[] cut(Control frame, List<Integer> places) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(bytes, 0, SIGNATURE);
        byte[] header = new byte[13];
        System.arraycopy(bytes, SIGNATURE + 8, header, 0, header.length);
        ByteBuffer.wrap(header).putInt(frame.width).putInt(frame.height);
        chunk(file, "IHDR", header, 0, header.length);
        shared.forEach(place -> file.write(bytes, place, FRAME + numbers.getInt(place)));
        for (int place : places) {
            // Of fdAT a number that tells the order comes first.
            int before = bytes[place + 4] == 'f' ? 4 : 0;
            chunk(file, "IDAT", bytes, place + 8 + before, numbers.getInt(place) - before);
        }
        chunk(file, "IEND", header, 0, 0);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data, int from, int length) {
        if (length < 0) {
            throw new IndexOutOfBoundsException();
        }
        byte[] start = ByteBuffer.allocate(8)
                .putInt(length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .array();
        CRC32 crc = new CRC32();
        crc.update(start, 4, 4);
        crc.update(data, from, length);
        file.writeBytes(start);
        file.write(data, from, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
