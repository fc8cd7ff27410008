package dev.duello.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one training of one alternative came to.
 *
 * @param failure why there are no values, as a sentence; empty when all went well
 * @param values by the name of the column; what an alternative does not have is missing
 */
record AlternativeResult(String failure, Map<String, Double> values) {
    private static final String FILE = "alternative.json";

    boolean failed() {
        return !failure.isEmpty();
    }

    void write(Path run) {
        Json node = Json.object().put("failure", failure);
        Json numbers = node.putObject("values");
        values.forEach(numbers::put);
        AtomicFiles.writeText(run.resolve(FILE), node + System.lineSeparator());
    }

    /** Empty when the run is not measured yet. */
    static Optional<AlternativeResult> read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = new ObjectMapper().readTree(Files.readString(file));
            Map<String, Double> values = new LinkedHashMap<>();
            node.path("values")
                    .properties()
                    .forEach(
                            entry -> values.put(entry.getKey(), entry.getValue().asDouble()));
            return Optional.of(new AlternativeResult(node.path("failure").asText(), values));
        } catch (IOException e) {
            throw new DataException(
                    file + " cannot be read: " + Messages.reason(e) + ". Delete it, so that the run is measured again.",
                    e);
        }
    }
}
