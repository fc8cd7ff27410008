package dev.duello.app.studio.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricLabel;
import dev.duello.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of one checkpoint, measured after the training.
 *
 * @param judged what was measured, for people
 * @param protocol all that decides the values, for people
 * @param features the feature network, with the hash of its weights
 * @param reals what the fakes were measured against: the data and the part of them
 * @param floorProtocol how the floors were found; empty when there are none
 */
public record StoredMetrics(
        String judged, String protocol, String features, String reals, String floorProtocol, List<Value> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param label the metric with its features
     * @param help what it measures and what is a good value; empty when nothing is known of it
     * @param floor the same metric of one half of the real images against the other, or null when it was not found
     * @param atFloor whether the value is no worse than that
     * @param better which of two values is, as {@link Metric.Best#words}
     */
    public record Value(
            String name,
            String label,
            String help,
            double value,
            @Nullable Double floor,
            boolean atFloor,
            String better) {}

    /** What {@code duello evaluate} found last, or null when there is nothing that can be read. */
    static @Nullable StoredMetrics read(Path run) {
        Path file = run.resolve("evaluation.json");
        try {
            JsonNode node = Files.isRegularFile(file) ? JSON.readTree(Files.readString(file)) : null;
            return node == null || node.path("values").isEmpty() ? null : of(node);
        } catch (IOException e) {
            return null;
        }
    }

    private static StoredMetrics of(JsonNode node) {
        JsonNode told = node.path("protocol");
        String features = told.path("features").asText();
        String reals = told.path("against").asText() + " " + told.path("split").asText();
        JsonNode floor = node.path("floor");
        List<Value> values = new ArrayList<>();
        node.path("values").properties().forEach(each -> {
            String name = each.getKey();
            double value = each.getValue().asDouble();
            Double lowest = floor.path("values").has(name)
                    ? (Double) floor.path("values").path(name).asDouble()
                    : null;
            Optional<Metric> metric = metric(name);
            values.add(new Value(
                    name,
                    MetricLabel.of(name, features),
                    help(name),
                    value,
                    lowest,
                    lowest != null
                            && metric.filter(known -> !known.isBetter(lowest, value))
                                    .isPresent(),
                    better(name)));
        });
        return new StoredMetrics(
                node.path("judged").asText(),
                String.format(
                        "%s, %,d fakes against %,d of %s",
                        features, told.path("fakes").asInt(), told.path("reals").asInt(), reals),
                features,
                reals,
                floor.isMissingNode()
                        ? ""
                        : String.format(
                                "one half of these real images against the other, %,d each",
                                floor.path("images").asInt()),
                values);
    }

    private static Optional<Metric> metric(String name) {
        // It may be one of a newer Duello, or of a library that is not on the class path now.
        return Metrics.find(name);
    }

    /** Which of two values is better, as {@link Metric.Best#words}; lower for what is not known. */
    static String better(String metric) {
        return metric(metric).map(Metric::best).orElse(Metric.Best.LOWEST).words();
    }

    /** What a metric measures and what is a good value; empty when nothing is known of it. */
    static String help(String metric) {
        return metric(metric).map(known -> known.help() + " " + known.good()).orElse("");
    }

    /** The value of a metric; empty when it was not measured. */
    public Optional<Value> value(String metric) {
        return values.stream().filter(value -> value.name().equals(metric)).findFirst();
    }

    /**
     * The floor of a metric that a training measured, with how it was found. Only where features, data and part are the same: the
     * floor of others says nothing.
     *
     * @param training the protocol of the training
     */
    Optional<Floor> floorFor(String metric, String training) {
        boolean same = training.startsWith(features + ", ") && training.endsWith(" of " + reals);
        return same ? value(metric).map(Value::floor).map(floor -> new Floor(floor, floorProtocol)) : Optional.empty();
    }

    /** The value that real images reach. @param protocol how it was found */
    public record Floor(double value, String protocol) {}
}
