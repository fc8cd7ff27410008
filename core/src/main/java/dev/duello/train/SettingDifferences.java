package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Settings that changed between a checkpoint and the experiment beside it. The experiment is what counts; a checkpoint keeps a
 * copy of those settings that must stay, so that a change is noticed and named.
 */
final class SettingDifferences {
    /** Of the group {@code training}. */
    private static final List<String> LENGTH = List.of("kimg", "anneal-kimg");

    /** Of the group {@code privacy}. */
    private static final List<String> PROMISE = List.of("epsilon", "public");

    private SettingDifferences() {}

    /**
     * The settings that make a training what it is: all but its length, and the machine, on which the same training goes on
     * with other threads, in another precision, or on another device.
     */
    static ObjectNode lasting(Experiment experiment) {
        ObjectNode settings = ObjectMappers.JSON.valueToTree(experiment);
        settings.remove("machine");
        settings.withObject("training").remove(LENGTH);
        return settings;
    }

    /**
     * @param saved what {@link #lasting} gave once, of this or any earlier version
     * @throws SettingException when any of these settings differs, naming every such setting
     */
    static void refuse(Path run, ObjectNode saved, Experiment present) {
        List<String> differences = new ArrayList<>();
        // What this version calls otherwise or has added is the same on both sides once both are experiments of today.
        ObjectNode whole = saved.deepCopy();
        ObjectNode now = ObjectMappers.JSON.valueToTree(present);
        whole.set("machine", now.get("machine"));
        // The images are known by their fingerprint, wherever they are.
        whole.withObject("data").set("source", now.get("data").get("source"));
        // The promise may be changed; the means by which it is kept may not.
        if (now.path("privacy").isObject() && whole.path("privacy").isObject()) {
            PROMISE.forEach(key ->
                    whole.withObject("privacy").set(key, now.get("privacy").get(key)));
        }
        LENGTH.forEach(
                key -> whole.withObject("training").set(key, now.get("training").get(key)));
        collect("", lasting(ExperimentReader.ofRun(whole, "the newest checkpoint")), lasting(present), differences);
        if (!differences.isEmpty()) {
            throw new SettingException("The settings in " + run + " are not those of its newest checkpoint: "
                    + String.join("; ", differences)
                    + ". Restore them to resume, or start a new run with them.");
        }
    }

    private static void collect(String prefix, JsonNode saved, JsonNode present, List<String> differences) {
        for (Map.Entry<String, JsonNode> entry : saved.properties()) {
            String key = prefix + entry.getKey();
            JsonNode other = present.path(entry.getKey());
            if (entry.getValue().isObject()) {
                collect(key + ".", entry.getValue(), other, differences);
            } else if (!entry.getValue().equals(other)) {
                differences.add(key + " was " + entry.getValue().asText() + " and is now "
                        + (other.isMissingNode() ? "gone" : other.asText()));
            }
        }
        present.fieldNames().forEachRemaining(name -> {
            if (!saved.has(name)) {
                differences.add(prefix + name + " was not there");
            }
        });
    }
}
