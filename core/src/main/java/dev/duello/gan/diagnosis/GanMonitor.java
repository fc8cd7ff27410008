package dev.duello.gan.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.duello.learn.Alert;
import dev.duello.learn.Monitor;
import java.util.List;

/** Follows the training of a GAN: a {@link Probe} takes readings, a {@link Diagnosis} finds symptoms in them. */
public final class GanMonitor implements Monitor {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    private final Probe probe;
    private final Diagnosis diagnosis = new Diagnosis();

    public GanMonitor(Probe probe) {
        this.probe = probe;
    }

    @Override
    public List<Alert> read(long imagesSeen) {
        return diagnosis.add(probe.read(imagesSeen));
    }

    @Override
    public List<Alert> evaluated(List<String> missingClasses) {
        return diagnosis.addMissing(missingClasses);
    }

    @Override
    public long calmUntil() {
        return diagnosis.calmUntil();
    }

    @Override
    public JsonNode state() {
        return JSON.valueToTree(diagnosis.state());
    }

    @Override
    public void restore(JsonNode state) {
        try {
            diagnosis.restore(JSON.treeToValue(state, Diagnosis.State.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The state of the diagnosis cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
