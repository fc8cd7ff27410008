package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What a key was before there was such a key. A run of an earlier version lacks the keys that were added since; it must get
 * these values and never the defaults of today, or it would go on as another training.
 */
final class EarlierDefaults {
    private static final JsonNode ALL = read();

    private EarlierDefaults() {}

    private static JsonNode read() {
        try (InputStream in = EarlierDefaults.class.getResourceAsStream("earlier-defaults.yaml")) {
            return ObjectMappers.YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of an experiment. */
    static ObjectNode experiment() {
        return ALL.get("experiment").deepCopy();
    }

    /** Gives a checkpoint's state what it lacks. */
    static void completeState(ObjectNode state) {
        complete(state, (ObjectNode) ALL.get("state"));
    }

    private static void complete(ObjectNode tree, ObjectNode defaults) {
        for (Map.Entry<String, JsonNode> entry : defaults.properties()) {
            JsonNode present = tree.get(entry.getKey());
            if (present == null) {
                tree.set(entry.getKey(), entry.getValue().deepCopy());
            } else if (present instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode innerDefaults) {
                complete(inner, innerDefaults);
            }
        }
    }
}
