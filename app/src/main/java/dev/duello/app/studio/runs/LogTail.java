package dev.duello.app.studio.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a log that others append to: each call goes on after the last whole line that was read before, so that no line is read
 * twice and no half of one ever. Not thread-safe.
 */
final class LogTail {
    private static final int CHUNK = 1 << 20;
    /** No event is longer; what is gets passed over. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;
    private long position;
    private boolean skipping;

    /** Takes a line without its end. */
    interface Sink {
        void line(byte[] bytes, int from, int to);
    }

    LogTail(Path file) {
        this.file = file;
    }

    /** Where reading goes on. */
    long position() {
        return position;
    }

    /** The length of the file, 0 when there is none yet. */
    long length() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Goes on where a line begins. */
    void goTo(long start) {
        position = start;
    }

    /** Goes on at a place in the middle, with the next line that begins after it. */
    void skipTo(long start) {
        position = start;
        skipping = start > 0;
    }

    /**
     * Reads what is new, at most about {@code most} bytes.
     *
     * @return whether the log was cut or replaced, so that what was read before is void; then nothing was read
     */
    boolean read(long most, Sink sink) throws IOException {
        long length = length();
        if (length < position) {
            position = 0;
            skipping = false;
            return true;
        }
        if (length == position) {
            return false;
        }
        long end = Math.min(length, position + most);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] bytes = new byte[(int) Math.min(CHUNK + LONGEST_LINE, length - position)];
            while (position < end) {
                int count = fill(channel, bytes);
                int taken = lines(bytes, count, sink);
                if (taken == 0 && count == bytes.length && count >= LONGEST_LINE) {
                    skipping = true;
                    taken = count;
                }
                position += taken;
                if (taken == 0) {
                    // The rest is a line that is being written.
                    return false;
                }
            }
        }
        return false;
    }

    private int fill(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return buffer.position();
    }

    private int lines(byte[] bytes, int count, Sink sink) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                if (!skipping && i > start) {
                    sink.line(bytes, start, i);
                }
                skipping = false;
                start = i + 1;
            }
        }
        return start;
    }
}
