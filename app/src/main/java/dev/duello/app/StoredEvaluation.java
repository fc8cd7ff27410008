package dev.duello.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.metric.Evaluation;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code duello evaluate} found the last time, as it lies in the run.
 *
 * @param judged what was measured, for people
 * @param classes share of the fakes by the name of the class, 0 to 1; empty when the feature network tells none
 */
record StoredEvaluation(String judged, Evaluation evaluation, Map<String, Double> classes) {
    private static final String FILE = "evaluation.json";

    static void write(Path run, Json evaluation) {
        AtomicFiles.writeText(run.resolve(FILE), evaluation + System.lineSeparator());
    }

    /**
     * Empty when the run was never evaluated.
     *
     * @throws DataException when the file is not what {@code duello evaluate} writes
     */
    static Optional<StoredEvaluation> read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(new ObjectMapper().readTree(Files.readString(file))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DataException(
                    file + " is damaged. Delete it, or create it again: duello evaluate " + ShellQuoting.quote(run), e);
        } catch (IOException e) {
            throw new DataException(file + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    /** @throws IllegalArgumentException when something is missing */
    private static StoredEvaluation of(JsonNode node) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (Metric metric : Metrics.all()) {
            if (node.path("values").has(metric.name())) {
                values.put(metric, node.get("values").get(metric.name()).asDouble());
            }
        }
        JsonNode protocol = node.required("protocol");
        int fakes = protocol.required("fakes").asInt();
        Map<String, Double> classes = new LinkedHashMap<>();
        for (JsonNode each : node.required("classes")) {
            classes.put(each.required("name").asText(), each.required("fakes").asDouble() / fakes);
        }
        return new StoredEvaluation(
                node.required("judged").asText(),
                new Evaluation(
                        values,
                        protocol.required("features").asText(),
                        protocol.required("reals").asInt(),
                        fakes,
                        protocol.required("against").asText(),
                        protocol.required("split").asText()),
                classes);
    }
}
