package dev.duello.train;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.duello.Messages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two processes from training into the same folder. The file {@code .lock} tells who holds it: the process's id and its
 * start in milliseconds since 1970.
 */
final class RunLock {
    private static final Logger log = LoggerFactory.getLogger(RunLock.class);
    private static final int LONGEST = 100;

    private RunLock() {}

    /** How a file is locked: null when somebody else holds it. */
    interface Locking {
        @Nullable
        FileLock lock(FileChannel channel) throws IOException;
    }

    /** Released by closing, or by the death of this process. @throws TrainingException when another process holds it */
    static FileChannel take(Path run) {
        return take(run, FileChannel::tryLock);
    }

    /** For a test that has no file system without locks. */
    static FileChannel take(Path run, Locking locking) {
        FileChannel channel = null;
        boolean isTaken = false;
        try {
            channel = FileChannel.open(
                    run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isHeld(run, channel, locking)) {
                throw new TrainingException(run + " is being trained by another process.");
            }
            channel.truncate(0).write(ByteBuffer.wrap(self().getBytes(US_ASCII)), 0);
            isTaken = true;
            return channel;
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(run, e);
        } finally {
            if (!isTaken) {
                close(channel);
            }
        }
    }

    private static boolean isHeld(Path run, FileChannel channel, Locking locking) throws IOException {
        try {
            return locking.lock(channel) == null;
        } catch (OverlappingFileLockException e) {
            // Held within this very JVM: as taken as by another process.
            return true;
        } catch (IOException e) {
            // Some network file systems have no locks. What the file tells helps for processes of this machine.
            log.warn(
                    "{} lies on a file system that cannot lock files ({}): nothing keeps another machine from training"
                            + " into it at the same time",
                    run,
                    Messages.reason(e));
            return isAlive(channel);
        }
    }

    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid() + " " + start(process);
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether the process that the file names still runs on this machine. */
    private static boolean isAlive(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {}
        String text = new String(buffer.array(), 0, buffer.position(), US_ASCII);
        if (!text.matches("\\d{1,18} \\d{1,18}")) {
            return false;
        }
        long start = Long.parseLong(text.substring(text.indexOf(' ') + 1));
        return ProcessHandle.of(Long.parseLong(text.substring(0, text.indexOf(' '))))
                .filter(process -> process.isAlive() && start(process) == start)
                .isPresent();
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("A lock that was not taken could not be closed", e);
            }
        }
    }
}
