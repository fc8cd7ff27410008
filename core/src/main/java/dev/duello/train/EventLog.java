package dev.duello.train;

import dev.duello.learn.ObjectMappers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Appends events to {@code events.jsonl}, one JSON object a line. Steps are averaged over about a thousand images or ten
 * seconds, whichever is less, so that a log stays small and still up to date. The first steps are told sooner: who watches sees at
 * once that it goes, and how fast.
 */
final class EventLog implements TrainingListener, AutoCloseable {
    private static final long IMAGES = 1000;
    private static final double SECONDS = 10;
    /** Between two lines of a young sitting, as a part of its age. */
    private static final double YOUNG = 0.3;

    private final Path file;
    private final BufferedWriter out;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private long lastImages;
    private double lastSeconds;
    /** When the first step since the start was made; negative before. */
    private double firstSeconds = -1;

    EventLog(Path file) throws IOException {
        this.file = file;
        boolean torn = Files.exists(file) && !endsWithLine(file);
        out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (torn) {
            // The last line was cut when a process was killed: it must not swallow the next.
            out.newLine();
        }
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            if (channel.size() == 0) {
                return true;
            }
            channel.position(channel.size() - 1);
            var last = ByteBuffer.allocate(1);
            channel.read(last);
            return last.get(0) == '\n';
        }
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof TrainingEvent.Stepped step) {
            step.statistics().forEach((name, value) -> {
                sums.merge(name, value, Double::sum);
                counts.merge(name, 1, Integer::sum);
            });
            if (isTime(step)) {
                // Not every step tells everything: a penalty is paid now and then only.
                sums.replaceAll((name, sum) -> sum / counts.get(name));
                write(new TrainingEvent.Stepped(step.images(), step.seconds(), sums));
                clear();
                lastImages = step.images();
                lastSeconds = step.seconds();
            }
        } else {
            if (event instanceof TrainingEvent.Started started) {
                // Steps that an older checkpoint undid belong to no average.
                clear();
                lastImages = started.images();
                firstSeconds = -1;
            }
            write(event);
        }
    }

    private boolean isTime(TrainingEvent.Stepped step) {
        if (firstSeconds < 0) {
            firstSeconds = step.seconds();
            return true;
        }
        double apart = Math.clamp(YOUNG * (step.seconds() - firstSeconds), 1, SECONDS);
        return step.images() - lastImages >= IMAGES || step.seconds() - lastSeconds >= apart;
    }

    private void clear() {
        sums.clear();
        counts.clear();
    }

    private void write(TrainingEvent event) {
        try {
            out.write(ObjectMappers.JSON.writerFor(TrainingEvent.class).writeValueAsString(event));
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw RunDirectory.cannotWrite(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
