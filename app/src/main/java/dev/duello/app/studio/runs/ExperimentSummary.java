package dev.duello.app.studio.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duello.train.EarlierSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the list of runs shows of an experiment. Read without the library's strictness: a run of a newer Duello, with settings that
 * this one does not know, is shown all the same.
 *
 * @param metric the one that is watched, or {@code none}
 * @param features that it is measured with, as the settings say
 * @param images in the whole training, by the file
 * @param text the file
 */
record ExperimentSummary(
        String preset, String data, String metric, String until, String features, long images, long seed, String text) {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int LONGEST = 1 << 20;

    static ExperimentSummary read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is too long for an experiment");
        }
        String text = Files.readString(file);
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not YAML", e);
        }
        if (tree instanceof ObjectNode settings) {
            EarlierSettings.rename(settings);
        }
        String source = tree.path("data").path("source").asText("?");
        return new ExperimentSummary(
                tree.path("preset").asText("?"),
                source.substring(source.lastIndexOf('/') + 1),
                tree.path("evaluation").path("metric").asText("none"),
                tree.path("evaluation").path("until").asText("never"),
                tree.path("evaluation").path("features").asText(""),
                Math.round(tree.path("training").path("kimg").asDouble() * 1000),
                tree.path("training").path("seed").asLong(),
                text);
    }
}
