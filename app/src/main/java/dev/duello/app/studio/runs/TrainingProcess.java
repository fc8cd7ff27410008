package dev.duello.app.studio.runs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The process that trains a run, wherever it was started, as the run's lock names it. */
final class TrainingProcess {
    /** The start of a process is reckoned from the start of the machine, which moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    /** A log that was written so lately is taken for alive where no process can be told. */
    private static final Duration LATELY = Duration.ofMinutes(2);

    private TrainingProcess() {}

    /** The process, unless it has ended. */
    static Optional<ProcessHandle> of(Path run) {
        try {
            String[] words = Files.readString(run.resolve(".lock")).strip().split(" ");
            long pid = Long.parseLong(words[0]);
            Instant start = Instant.ofEpochMilli(words.length < 2 ? 0 : Long.parseLong(words[1]));
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(found -> Duration.between(found, start).abs().compareTo(TOLERANCE) < 0)
                            .orElse(true));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a run whose log has no end is being trained now. */
    static boolean isAlive(Path run, Path log) {
        if (tells(run)) {
            return of(run).isPresent();
        }
        try {
            return Files.getLastModifiedTime(log)
                    .toInstant()
                    .isAfter(Instant.now().minus(LATELY));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the lock of a run is held, asked by trying to take it: only for a moment when it matters, since a training that starts
     * at that very moment would be turned away.
     */
    static boolean holdsLock(Path run) throws IOException {
        try (FileChannel channel = FileChannel.open(run.resolve(".lock"), StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    /** On Windows a lock that is held cannot be read, and older ones are empty. */
    private static boolean tells(Path run) {
        try {
            return Files.size(run.resolve(".lock")) > 0
                    && !Files.readString(run.resolve(".lock")).isBlank();
        } catch (IOException e) {
            return false;
        }
    }
}
