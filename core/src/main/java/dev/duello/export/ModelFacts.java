package dev.duello.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duello.data.SampleFormat;
import dev.duello.data.text.TextFormat;
import dev.duello.learn.ModelPart;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is told about a network wherever it goes.
 *
 * @param name of the run
 * @param version of Duello
 * @param learner the kind that trained it, such as {@code gan}
 * @param format of the samples that it makes or judges
 * @param classes how often each class occurs in the data, by name, in the order of their labels; empty when it knows none
 * @param samplesSeen in training
 * @param data the name of the data set that it was trained on, without the folders that it lay in
 * @param dataFingerprint see {@link dev.duello.data.Dataset#fingerprint}
 * @param metrics what was measured of these weights, by the metric's name; empty when nothing was
 * @param protocol what decides the values of the metrics
 * @param privacy what is promised to those whose samples it was trained on, a sentence each; empty for nothing
 * @param license of the weights, as an SPDX identifier; empty when it was not said
 */
public record ModelFacts(
        String name,
        String version,
        String learner,
        SampleFormat format,
        Map<String, Double> classes,
        long samplesSeen,
        String data,
        String dataFingerprint,
        Map<String, Double> metrics,
        String protocol,
        List<String> privacy,
        String license) {
    private static final JsonMapper JSON = new JsonMapper();

    public ModelFacts {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        privacy = List.copyOf(privacy);
    }

    /** The same with a license. */
    public ModelFacts licensed(String other) {
        return new ModelFacts(
                name,
                version,
                learner,
                format,
                classes,
                samplesSeen,
                data,
                dataFingerprint,
                metrics,
                protocol,
                privacy,
                other);
    }

    /** As free text by key, for the header of an ONNX file; lists and tables as JSON. What is not known is left out. */
    Map<String, String> metadata(ModelPart part) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("run", name);
        all.put("learner", learner);
        all.put("network", part.name().toLowerCase(Locale.ROOT));
        all.put("medium", format.medium().singular());
        all.put("format", format.toString());
        if (format instanceof TextFormat text) {
            all.put("alphabet", text.alphabet().characters());
        }
        all.put("data", data);
        all.put("data-fingerprint", dataFingerprint);
        all.put("kimg", Double.toString(samplesSeen / 1000.0));
        if (part == ModelPart.GENERATOR) {
            all.put("latent-distribution", "standard normal");
        }
        if (!classes.isEmpty()) {
            all.put("classes", json(classes.keySet()));
            all.put("class-shares", json(classes.values()));
        }
        if (!metrics.isEmpty()) {
            all.put("metrics", json(metrics));
            all.put("protocol", protocol);
        }
        if (!privacy.isEmpty()) {
            all.put("privacy", String.join(" ", privacy));
        }
        if (!license.isEmpty()) {
            all.put("license", license);
        }
        Map<String, String> named = new LinkedHashMap<>();
        all.forEach((key, value) -> named.put("duello." + key, value));
        return named;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
