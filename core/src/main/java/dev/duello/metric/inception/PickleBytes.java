package dev.duello.metric.inception;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A position in bytes that cannot leave them. */
final class PickleBytes {
    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble FLOAT64_BIG =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_LINE = 1000;

    private final MemorySegment all;
    private long position;

    PickleBytes(MemorySegment all) {
        this.all = all;
    }

    long remaining() {
        return all.byteSize() - position;
    }

    /** The next bytes, without a copy. */
    MemorySegment take(long count) {
        if (count < 0 || count > remaining()) {
            throw new PickleException("it is cut short or damaged");
        }
        MemorySegment taken = all.asSlice(position, count);
        position += count;
        return taken;
    }

    int unsigned8() {
        return take(1).get(ValueLayout.JAVA_BYTE, 0) & 0xff;
    }

    int unsigned16() {
        return unsigned8() | unsigned8() << 8;
    }

    int int32() {
        return unsigned16() | unsigned16() << 16;
    }

    long int64() {
        return take(Long.BYTES).get(INT64, 0);
    }

    /** The only big-endian number of the format. */
    double float64() {
        return take(Double.BYTES).get(FLOAT64_BIG, 0);
    }

    String text(long length) {
        return new String(take(length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** Up to the end of the line, which is passed over. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int c = unsigned8(); c != '\n'; c = unsigned8()) {
            if (line.length() == LONGEST_LINE) {
                throw new PickleException("it is damaged");
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
