package dev.duello.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The frames of a GIF, each cut out as a GIF of its own. Indices out of bounds mean that the file is damaged. */
final class GifParts {
    private static final int HEADER = 13;
    private static final int DESCRIPTOR = 10;
    private static final int CONTROL = 0xf9;
    /** Control extensions with their ends. */
    private static final int CONTROL_BYTES = 8;

    private final byte[] bytes;
    private final ByteBuffer numbers;
    private final List<Animation.Part> parts = new ArrayList<>();
    private int height;
    private int width;

    private GifParts(byte[] bytes) {
        this.bytes = bytes;
        numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Animation.Parts of(byte[] bytes) {
        return new GifParts(bytes).read();
    }

    private Animation.Parts read() {
        width = number(6);
        height = number(8);
        int at = HEADER + palette(bytes[10]);
        int control = -1;
        // Some files lack the byte that ends them.
        while (at < bytes.length && (bytes[at] == '!' || bytes[at] == ',')) {
            if (bytes[at] == '!') {
                boolean isControl = (bytes[at + 1] & 0xff) == CONTROL && bytes[at + 2] == 4;
                control = isControl ? at : control;
                at = afterBlocks(at + 2);
            } else {
                int codes = at + DESCRIPTOR + palette(bytes[at + 9]) + 1;
                int end;
                try {
                    end = afterBlocks(codes);
                } catch (IndexOutOfBoundsException e) {
                    // What is cut short in its last frame is a clip of those before.
                    break;
                }
                add(control, at, end);
                control = -1;
                at = end;
            }
        }
        return new Animation.Parts(height, width, parts);
    }

    private void add(int control, int at, int end) {
        int left = number(at + 1);
        int top = number(at + 3);
        // A frame that reaches out of the picture makes it larger, as in other decoders.
        width = Math.max(width, left + number(at + 5));
        height = Math.max(height, top + number(at + 7));
        Animation.Disposal disposal = control < 0
                ? Animation.Disposal.NONE
                : switch (bytes[control + 3] >> 2 & 7) {
                    case 2 -> Animation.Disposal.BACKGROUND;
                    case 3 -> Animation.Disposal.PREVIOUS;
                    default -> Animation.Disposal.NONE;
                };
        parts.add(new Animation.Part(top, left, true, disposal, () -> cut(control, at, end)));
    }

    private byte[] cut(int control, int at, int end) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
        // As large as the frame.
        file.write(bytes, at + 5, 4);
        file.write(bytes, 10, HEADER - 10 + palette(bytes[10]));
        if (control >= 0) {
            file.write(bytes, control, CONTROL_BYTES);
        }
        file.write(',');
        file.writeBytes(new byte[4]);
        file.write(bytes, at + 5, end - at - 5);
        file.write(';');
        return file.toByteArray();
    }

    private int number(int at) {
        return Short.toUnsignedInt(numbers.getShort(at));
    }

    private int afterBlocks(int start) {
        int at = start;
        while (bytes[at] != 0) {
            at += 1 + (bytes[at] & 0xff);
        }
        return at + 1;
    }

    private static int palette(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }
}
