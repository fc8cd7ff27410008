package dev.duello.data.files;

import dev.duello.Messages;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** A tar archive read from front to back, wary of headers that would fill the memory. */
public final class TarStream implements Closeable {

    /** Between two files lie headers with long names and the like: a few KiB in honest archives. */
    private static final long MAX_HEADER_BYTES = 1 << 20;

    private final Allowance allowance;
    private final TarArchiveInputStream tar;
    private final byte[] waste = new byte[1 << 14];

    private TarStream(InputStream in) {
        allowance = new Allowance(in);
        tar = new TarArchiveInputStream(allowance);
    }

    public static TarStream open(ByteSource source) throws IOException {
        return new TarStream(source.open());
    }

    /**
     * Moves on to the next regular file.
     *
     * @return null at the end
     * @throws IOException when the archive is damaged or cut short
     */
    @Nullable
    public TarArchiveEntry next() throws IOException {
        try {
            TarArchiveEntry entry;
            do {
                entry = move();
            } while (entry != null && (!entry.isFile() || entry.isSymbolicLink() || entry.isLink()));
            return entry;
        } catch (RuntimeException e) {
            throw new IOException("the archive is damaged (" + Messages.reason(e) + ")", e);
        }
    }

    private @Nullable TarArchiveEntry move() throws IOException {
        TarArchiveEntry current = tar.getCurrentEntry();
        allowance.left = Long.MAX_VALUE;
        // What a sparse file pretends to hold has no bound; the little that is really there is passed by below.
        boolean sparse = current != null && current.isSparse();
        while (current != null && !sparse && tar.read(waste) >= 0) {}
        allowance.left = sparse ? Long.MAX_VALUE : MAX_HEADER_BYTES;
        TarArchiveEntry next = tar.getNextEntry();
        if (next != null && !next.isCheckSumOK()) {
            throw new IOException("the archive is damaged (the checksum of a header is wrong)");
        }
        return next;
    }

    /** The bytes of the current file. */
    public InputStream content() {
        allowance.left = Long.MAX_VALUE;
        return tar;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static final class Allowance extends FilterInputStream {

        private long left = MAX_HEADER_BYTES;

        private Allowance(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            spend(1);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            spend(Math.max(count, 0));
            return count;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long count = super.skip(wanted);
            spend(count);
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void spend(long count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new IOException("the archive is damaged (its headers are too long)");
            }
        }
    }
}
