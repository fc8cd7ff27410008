package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings that changed between a checkpoint and the experiment beside it. */
final class Differences {
    private Differences() {}

    /** @throws ExperimentException when anything but the length differs, naming every such setting */
    static void refuse(Path run, Experiment saved, Experiment present) {
        List<String> differences = new ArrayList<>();
        collect(
                "",
                Formats.JSON.valueToTree(saved.ofAnyLength()),
                Formats.JSON.valueToTree(present.ofAnyLength()),
                differences);
        if (!differences.isEmpty()) {
            throw new ExperimentException("The settings in " + run + " are not those of its newest checkpoint: "
                    + String.join("; ", differences)
                    + ". Put them back to go on, or start a new run with them.");
        }
    }

    private static void collect(String prefix, JsonNode saved, JsonNode present, List<String> differences) {
        for (Map.Entry<String, JsonNode> entry : saved.properties()) {
            String key = prefix + entry.getKey();
            JsonNode other = present.get(entry.getKey());
            if (entry.getValue().isObject()) {
                collect(key + ".", entry.getValue(), other, differences);
            } else if (!entry.getValue().equals(other)) {
                differences.add(key + " was " + entry.getValue().asText() + " and is now " + other.asText());
            }
        }
    }
}
