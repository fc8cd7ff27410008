package dev.duello.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.duello.Messages;
import dev.duello.learn.ObjectMappers;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The journal of a study: JSON lines that are only ever appended, by whoever holds the file's lock. A line that a killed process
 * left unfinished is passed over.
 */
final class Journal {
    /** File locks are those of a process: within it, threads wait for each other here. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    static final String LOCK = ".lock";

    private final Path study;
    private final Path file;
    /** What its first {@link #parsed} bytes say. */
    private final List<StudyEvent> events = new ArrayList<>();

    private long parsed;

    Journal(Path study) {
        this.study = study;
        file = study.resolve("journal.jsonl");
    }

    /** What a decision leads to: lines to append, and what it means to the one who took it. */
    record Decision<T>(List<StudyEvent> events, T meaning) {}

    /**
     * Decides by the state as it is, while nobody else can change it.
     *
     * @throws TrainingException when the file cannot be read, locked or written
     */
    <T> T decide(Function<StudyState, Decision<T>> decision) {
        try {
            return locked(study, () -> {
                try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    Decision<T> decided = decision.apply(state(channel));
                    if (!decided.events().isEmpty()) {
                        append(channel, decided.events());
                    }
                    return decided.meaning();
                }
            });
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** What is done with files. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Works while no other thread, process or machine does. The lock is on a file of its own: whoever only reads the journal
     * would end a lock on it by closing it.
     */
    static <T> T locked(Path study, Work<T> work) throws IOException {
        THREADS.lock();
        try (FileChannel channel =
                        FileChannel.open(study.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return work.run();
        } finally {
            THREADS.unlock();
        }
    }

    void append(StudyEvent event) {
        decide(_ -> new Decision<>(List.of(event), event));
    }

    StudyState read() {
        if (!Files.exists(file)) {
            return new StudyState(List.of());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return state(channel);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** What was added since the last time is read; a last line without an end is read again, since more of it may come. */
    private synchronized StudyState state(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < parsed) {
            // Another file is in its place.
            parsed = 0;
            events.clear();
        }
        byte[] added = read(channel, parsed, Math.toIntExact(size - parsed));
        int end = added.length;
        while (end > 0 && added[end - 1] != '\n') {
            end--;
        }
        events.addAll(parse(new String(added, 0, end, StandardCharsets.UTF_8)));
        parsed += end;
        List<StudyEvent> all = new ArrayList<>(events);
        all.addAll(parse(new String(added, end, added.length - end, StandardCharsets.UTF_8)));
        return StudyState.of(all);
    }

    long length() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return bytes.array();
    }

    private static void append(FileChannel channel, List<StudyEvent> events) throws IOException {
        long at = channel.size();
        StringBuilder text = new StringBuilder();
        if (at > 0 && read(channel, at - 1, 1)[0] != '\n') {
            text.append('\n');
        }
        for (StudyEvent event : events) {
            text.append(ObjectMappers.JSON.writerFor(StudyEvent.class).writeValueAsString(event))
                    .append('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(false);
    }

    private static List<StudyEvent> parse(String text) {
        List<StudyEvent> events = new ArrayList<>();
        for (String line : text.split("\n")) {
            try {
                if (!line.isBlank()) {
                    events.add(ObjectMappers.JSON.readValue(line, StudyEvent.class));
                }
            } catch (JsonProcessingException e) {
                // Unfinished when its writer was killed: it never happened.
            }
        }
        return events;
    }

    private TrainingException problem(IOException e) {
        return new TrainingException(file + " cannot be used: " + Messages.reason(e) + ".", e);
    }
}
