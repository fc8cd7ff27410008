package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names that settings and their values had in earlier versions. Whoever renames a setting adds its old name here; what stands
 * here stays, since runs with these names exist.
 */
public final class EarlierSettings {
    /** Dotted keys. A setting keeps its parent: only the last part of a key changes. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    /** Of each key of today, the values that had another name. */
    private static final Map<String, Map<String, String>> VALUES =
            Map.of("network", Map.of("lean", "upsample-conv"), "data.labels", Map.of("group", "cluster"));

    static {
        KEYS.put("watch", "evaluation");
        KEYS.put("augmentation.colour", "augmentation.color");
        KEYS.put("data.groups", "data.clusters");
        KEYS.put("generator.average", "generator.ema");
        KEYS.put("generator.normalisation", "generator.normalization");
        KEYS.put("discriminator.normalisation", "discriminator.normalization");
        KEYS.put("discriminator.minibatch-deviation", "discriminator.minibatch-std-dev");
        KEYS.put("discriminator.joint-batch", "discriminator.concat-real-fake");
    }

    private EarlierSettings() {}

    /**
     * Renames in a tree of settings what has another name today. A key that is there under both names is left as it is.
     *
     * @param tree settings as YAML holds them, which is changed
     * @return what was renamed: the earlier name with the one of today
     */
    public static Map<String, String> rename(ObjectNode tree) {
        Map<String, String> renamed = new LinkedHashMap<>();
        KEYS.forEach((earlier, today) -> {
            ObjectNode group = group(tree, earlier);
            if (group != null && group.has(last(earlier)) && !group.has(last(today))) {
                group.set(last(today), group.remove(last(earlier)));
                renamed.put(earlier, today);
            }
        });
        VALUES.forEach((key, values) -> {
            ObjectNode group = group(tree, key);
            JsonNode value = group == null ? null : group.get(last(key));
            String today = value == null ? null : values.get(value.asText());
            if (group != null && value != null && today != null) {
                group.put(last(key), today);
                renamed.put(key + ": " + value.asText(), key + ": " + today);
            }
        });
        return renamed;
    }

    /** The key of today for an earlier one, such as {@code evaluation.kimg} for {@code watch.kimg}; empty for any other key. */
    static Optional<String> key(String key) {
        return KEYS.entrySet().stream()
                .filter(each -> key.equals(each.getKey()) || key.startsWith(each.getKey() + "."))
                .map(each -> each.getValue() + key.substring(each.getKey().length()))
                .findFirst();
    }

    /** The name of today for an earlier name of a value of a setting; empty for any other value. */
    static Optional<String> value(String key, String value) {
        return Optional.ofNullable(VALUES.getOrDefault(key, Map.of()).get(value));
    }

    /** A sentence of an earlier version, such as the advice of an alert, with the keys of today. */
    public static String inSentence(String sentence) {
        String told = sentence;
        for (Map.Entry<String, String> each : KEYS.entrySet()) {
            // A word without a dot may be just a word.
            String end = each.getKey().contains(".") ? "(?![\\w-])" : "(?=\\.[a-z])";
            told = told.replaceAll("(?<![\\w.-])" + Pattern.quote(each.getKey()) + end, each.getValue());
        }
        return told;
    }

    private static @Nullable ObjectNode group(ObjectNode tree, String key) {
        int dot = key.lastIndexOf('.');
        JsonNode group = dot < 0 ? tree : tree.at("/" + key.substring(0, dot).replace('.', '/'));
        return group instanceof ObjectNode object ? object : null;
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
