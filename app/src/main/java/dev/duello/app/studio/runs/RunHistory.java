package dev.duello.app.studio.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.train.EarlierSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a run's log tells, line by line. Unlike the library's reader it keeps steps at a bounded resolution, and takes events that
 * it does not know as they are: the log may be of a newer Duello. Not thread-safe.
 */
public final class RunHistory {
    /** More than this many of one kind are not kept; the oldest go. */
    private static final int MOST = 20_000;

    /** Rows over which the speed is taken. */
    private static final int LATELY = 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] STEPPED = "{\"event\":\"stepped\",".getBytes(StandardCharsets.US_ASCII);

    private final Predicate<Row> drawn;
    private final Curves curves = new Curves();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Double> latest = new LinkedHashMap<>();
    private final Deque<Row> lately = new ArrayDeque<>();
    private long images;
    private double seconds;
    private long total;
    private String started = "";
    private @Nullable String stopReason;
    private String stopMessage = "";
    private long marks;
    private List<Rank> ranks = List.of();
    private int sittings;

    RunHistory() {
        this(_ -> true);
    }

    /** @param drawn which steps the curves show */
    RunHistory(Predicate<Row> drawn) {
        this.drawn = drawn;
    }

    /** One step, or the mean of several, as a line tells it. */
    record Row(long images, double seconds, Map<String, Double> values) {}

    /** Metrics at a time of the training. @param protocol all that decides the values; empty when the log does not tell */
    public record Evaluation(long images, double seconds, Map<String, Double> values, boolean best, String protocol) {}

    /** A grid of samples in the run's folder. */
    public record Sample(long images, String file) {}

    /** A symptom that was seen in the training, with what showed it and what to do. */
    public record Alert(long images, double seconds, String symptom, String evidence, String advice) {}

    /**
     * How fast one of several processes trained of late.
     *
     * @param waiting the share of its time in which it sent, received or waited for others
     * @param sending the part of it in which it sent or received
     */
    public record Rank(int rank, String host, double rate, double waiting, double sending) {}

    /** @return the step that the line tells, or null when it tells something else or nothing */
    @Nullable
    Row accept(byte[] bytes, int from, int to) {
        try {
            if (startsWith(bytes, from, to)) {
                Row row = step(bytes, from, to - from);
                if (row != null) {
                    add(row);
                }
                return row;
            }
            JsonNode event = JSON.readTree(bytes, from, to - from);
            if (event != null && event.isObject()) {
                marks++;
                accept(event);
            }
        } catch (IOException e) {
            // Torn when a process was killed, or damaged: the next line tells more.
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, int from, int to) {
        if (to - from < STEPPED.length) {
            return false;
        }
        for (int i = 0; i < STEPPED.length; i++) {
            if (bytes[from + i] != STEPPED[i]) {
                return false;
            }
        }
        return true;
    }

    /** Token by token: there may be millions of these. */
    private static @Nullable Row step(byte[] bytes, int from, int length) throws IOException {
        long images = -1;
        double seconds = 0;
        Map<String, Double> values = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(bytes, from, length)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("images") && token.isNumeric()) {
                    images = parser.getLongValue();
                } else if (name.equals("seconds") && token.isNumeric()) {
                    seconds = parser.getDoubleValue();
                } else if (name.equals("statistics") && token == JsonToken.START_OBJECT) {
                    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                        if (parser.nextToken().isNumeric()) {
                            values.put(key, parser.getDoubleValue());
                        } else {
                            parser.skipChildren();
                        }
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return images < 0 ? null : new Row(images, seconds, values);
    }

    private void add(Row row) {
        reached(row.images, row.seconds);
        if (drawn.test(row)) {
            curves.add(row.images, row.seconds, row.values);
        }
        latest.putAll(row.values);
        lately.addLast(row);
        if (lately.size() > LATELY) {
            lately.removeFirst();
        }
    }

    private void reached(long images, double seconds) {
        this.images = images;
        if (seconds > 0) {
            this.seconds = seconds;
        }
    }

    private void accept(JsonNode event) {
        long at = event.path("images").asLong();
        switch (event.path("event").asText()) {
            case "started" -> {
                sittings++;
                // There may be other processes from now on.
                ranks = List.of();
                goBackTo(at);
                total = event.path("total").asLong();
                started = event.path("time").asText();
                stopReason = null;
                stopMessage = "";
            }
            case "evaluated" ->
                keep(
                        evaluations,
                        new Evaluation(
                                at,
                                event.path("seconds").asDouble(),
                                numbers(event.path("values")),
                                event.path("best").asBoolean(),
                                event.path("protocol").asText()));
            case "sampled" -> keep(samples, new Sample(at, event.path("file").asText()));
            case "alerted" ->
                keep(
                        alerts,
                        new Alert(
                                at,
                                event.path("seconds").asDouble(),
                                event.path("symptom").asText(),
                                event.path("evidence").asText(),
                                EarlierSettings.inSentence(event.path("advice").asText())));
            case "shared" -> ranks = ranks(event.path("ranks"));
            case "stopped" -> {
                stopReason = event.path("reason").asText().replace('_', '-');
                stopMessage = event.path("message").asText();
            }
            default -> {
                // Of a newer Duello, or nothing that the studio shows.
            }
        }
        if (event.has("images")) {
            reached(at, event.path("seconds").asDouble());
        }
    }

    private static List<Rank> ranks(JsonNode all) {
        List<Rank> ranks = new ArrayList<>();
        for (JsonNode each : all) {
            ranks.add(new Rank(
                    each.path("rank").asInt(),
                    each.path("host").asText(),
                    each.path("rate").asDouble(),
                    each.path("waiting").asDouble(),
                    each.path("sending").asDouble()));
        }
        return List.copyOf(ranks);
    }

    private static <T> void keep(List<T> list, T item) {
        list.add(item);
        if (list.size() > MOST) {
            list.subList(0, MOST / 10).clear();
        }
    }

    private static Map<String, Double> numbers(JsonNode node) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().asDouble());
            }
        });
        return numbers;
    }

    private void goBackTo(long last) {
        LongPredicate undone = at -> at > last;
        lately.clear();
        curves.dropAfter(last);
        evaluations.removeIf(evaluation -> undone.test(evaluation.images));
        samples.removeIf(sample -> undone.test(sample.images));
        alerts.removeIf(alert -> undone.test(alert.images));
    }

    Curves curves() {
        return curves;
    }

    List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** The processes of the last sitting as they were lately; empty for a training in one process. */
    List<Rank> ranks() {
        return ranks;
    }

    /** The newest value of each statistic. */
    Map<String, Double> latest() {
        return new LinkedHashMap<>(latest);
    }

    long images() {
        return images;
    }

    double seconds() {
        return seconds;
    }

    /** Images a second over the last rows, 0 when that cannot be told yet. */
    double speed() {
        if (lately.size() < 2) {
            return 0;
        }
        double time = lately.getLast().seconds - lately.getFirst().seconds;
        return time > 0 ? (lately.getLast().images - lately.getFirst().images) / time : 0;
    }

    /** Grows with each event that is no step. */
    long marks() {
        return marks;
    }

    /** How often the training was begun or resumed. */
    int sittings() {
        return sittings;
    }

    /** Images at the end, 0 when the log does not tell. */
    long total() {
        return total;
    }

    /** When the last sitting began, as ISO 8601, or empty. */
    String started() {
        return started;
    }

    /** Why the last sitting ended, or null when it goes on or was killed. */
    @Nullable
    String stopReason() {
        return stopReason;
    }

    /** What went wrong in the last sitting, as a sentence; empty when nothing did or the log does not tell. */
    String stopMessage() {
        return stopMessage;
    }
}
