package dev.duello.gan.diagnosis;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.duello.learn.Alert;
import dev.duello.learn.Monitor;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.util.List;

/** Follows the training of a GAN: a {@link Probe} takes readings, a {@link Diagnosis} finds symptoms in them. */
public final class GanMonitor implements Monitor {
    private static final ObjectReader READER = ObjectMappers.JSON
            .readerFor(Diagnosis.State.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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
        return ObjectMappers.JSON.valueToTree(diagnosis.state());
    }

    @Override
    public void restore(JsonNode state) {
        try {
            diagnosis.restore(READER.<Diagnosis.State>readValue(state));
        } catch (IOException e) {
            throw new IllegalArgumentException("the state of the diagnosis cannot be read.", e);
        }
    }
}
