package dev.duello.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import dev.duello.learn.ObjectMappers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened during a training, read back from its {@code events.jsonl}. Lines that are not whole or not known are passed
 * over: a process may have been killed while it wrote, or writes just now.
 *
 * @param events in their order; what was repeated after an interruption is there once, as it was the last time
 */
public record RunLog(List<TrainingEvent> events) {
    public RunLog {
        events = List.copyOf(events);
    }

    /**
     * Reads the log of a run; a run that has none yet has no events.
     *
     * @throws TrainingException when there is no run, or its log cannot be read
     */
    public static RunLog read(Path run) {
        Path file = RunDirectory.open(run).eventsFile();
        if (!Files.exists(file)) {
            return new RunLog(List.of());
        }
        List<TrainingEvent> events = new ArrayList<>();
        // Not Files.newBufferedReader, which refuses the half of a letter at which a line was cut.
        try (Reader bytes = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
                BufferedReader lines = new BufferedReader(bytes)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    if (!line.isBlank()) {
                        add(events, event(line));
                    }
                } catch (JsonProcessingException e) {
                    // Torn, or an event of a newer Duello.
                }
            }
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + Messages.reason(e) + ".", e);
        }
        return new RunLog(events);
    }

    private static TrainingEvent event(String line) throws JsonProcessingException {
        JsonNode node = ObjectMappers.JSON.readTree(line);
        if (node instanceof ObjectNode object) {
            switch (node.path("event").asText()) {
                // From the beginning they told none of these.
                case "evaluated" -> putIfAbsent(object, "protocol");
                case "stopped" -> putIfAbsent(object, "message");
                case "shared" ->
                    object.path("ranks").forEach(rank -> {
                        if (rank instanceof ObjectNode each && !each.has("sending")) {
                            each.put("sending", 0.0);
                        }
                    });
                case "alerted" ->
                    object.put(
                            "advice",
                            EarlierSettings.inSentence(object.path("advice").asText()));
                default -> {}
            }
        }
        return ObjectMappers.JSON.treeToValue(node, TrainingEvent.class);
    }

    private static void putIfAbsent(ObjectNode object, String name) {
        if (!object.has(name)) {
            object.put(name, "");
        }
    }

    private static void add(List<TrainingEvent> events, TrainingEvent event) {
        if (event instanceof TrainingEvent.Started) {
            events.removeIf(before -> before.images() > event.images());
        }
        events.add(event);
    }

    /** The evaluations by images seen, ascending; at most one for each number of images. */
    public List<TrainingEvent.Evaluated> evaluations() {
        TreeMap<Long, TrainingEvent.Evaluated> found = new TreeMap<>();
        for (TrainingEvent.Evaluated evaluated : only(TrainingEvent.Evaluated.class)) {
            found.put(evaluated.images(), evaluated);
        }
        return List.copyOf(found.values());
    }

    /** The sample grids by images seen, ascending; at most one for each number of images. */
    public List<TrainingEvent.Sampled> samples() {
        TreeMap<Long, TrainingEvent.Sampled> found = new TreeMap<>();
        for (TrainingEvent.Sampled sampled : only(TrainingEvent.Sampled.class)) {
            found.put(sampled.images(), sampled);
        }
        return List.copyOf(found.values());
    }

    /** The alerts by images seen, ascending; each once, however often an interrupted training repeated it. */
    public List<TrainingEvent.Alerted> alerts() {
        Map<String, TrainingEvent.Alerted> found = new LinkedHashMap<>();
        for (TrainingEvent.Alerted alerted : only(TrainingEvent.Alerted.class)) {
            found.put(alerted.images() + alerted.symptom(), alerted);
        }
        return found.values().stream()
                .sorted(Comparator.comparingLong(TrainingEvent.Alerted::images))
                .toList();
    }

    /** Images seen at the last event, 0 when there is none. */
    public long images() {
        return events.stream().mapToLong(TrainingEvent::images).max().orElse(0);
    }

    private <E extends TrainingEvent> Collection<E> only(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
