package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.files.ByteSource;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An open IDX file of unsigned bytes. Its header is two zero bytes, the type (8), the number of dimensions, and each
 * dimension as a big-endian 32-bit number. Nothing is allocated for what the header promises; what follows the promised
 * data is not read.
 */
final class IdxStream implements Closeable {

    private static final int UNSIGNED_BYTE = 8;

    private final ByteSource source;
    private final String what;
    private final InputStream in;
    private final long count;
    private final long[] sides;
    private long done;

    private IdxStream(ByteSource source, String what, InputStream in, long[] dimensions) {
        this.source = source;
        this.what = what;
        this.in = in;
        count = dimensions[0];
        sides = Arrays.copyOfRange(dimensions, 1, dimensions.length);
    }

    static IdxStream open(ByteSource source, String what, int minRank, int maxRank) throws IOException {
        InputStream in = source.open();
        try {
            byte[] magic = in.readNBytes(4);
            if (magic.length < 4
                    || magic[0] != 0
                    || magic[1] != 0
                    || magic[2] != UNSIGNED_BYTE
                    || magic[3] < minRank
                    || magic[3] > maxRank) {
                throw new DataException(source.name() + " is not an IDX file of " + what
                        + ": it should start with 00 00 08 0" + minRank
                        + (maxRank > minRank ? " (or 0" + maxRank + ")" : "") + ".");
            }
            byte[] header = in.readNBytes(magic[3] * 4);
            if (header.length < magic[3] * 4) {
                throw new DataException(source.name() + " is cut short in its header.");
            }
            long[] dimensions = new long[magic[3]];
            ByteBuffer buffer = ByteBuffer.wrap(header);
            Arrays.setAll(dimensions, i -> Integer.toUnsignedLong(buffer.getInt()));
            return new IdxStream(source, what, in, dimensions);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    String name() {
        return source.name();
    }

    long count() {
        return count;
    }

    /** The dimensions after the first. */
    long[] sides() {
        return sides;
    }

    long left() {
        return count - done;
    }

    /** Reads the next {@code n} elements of {@code bytes} bytes each. */
    byte[] read(int n, int bytes) throws IOException {
        byte[] data;
        try {
            data = in.readNBytes(Math.multiplyExact(n, bytes));
        } catch (EOFException e) {
            // A gzip stream that ends in the middle.
            data = new byte[0];
        }
        if (data.length < n * bytes) {
            throw new DataException(source.name() + " is cut short: it declares " + count + " " + what
                    + ", but ends soon after " + (done + data.length / bytes) + ".");
        }
        done += n;
        return data;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
