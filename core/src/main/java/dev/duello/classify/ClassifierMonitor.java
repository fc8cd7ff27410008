package dev.duello.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.Alert;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Monitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures now and then how many held-out images a classifier tells right. It warns of nothing. */
final class ClassifierMonitor implements Monitor {
    /** Right within a few per cent, for about two per cent of the training between two readings. */
    private static final int SAMPLES = 250;

    private final ClassifierModel model;
    private final @Nullable SpreadSamples unseen;
    private final LatestMeasurement accuracy;

    /**
     * @param heldOut images of the same classes that are not trained on, or null
     * @param accuracy receives what is measured
     */
    ClassifierMonitor(ClassifierModel model, @Nullable Dataset heldOut, LatestMeasurement accuracy) {
        this.model = model;
        this.accuracy = accuracy;
        unseen = heldOut == null || heldOut.classes().size() != model.classes()
                ? null
                : SpreadSamples.of(heldOut, SAMPLES);
    }

    @Override
    public List<Alert> read(long samplesSeen) {
        if (unseen != null) {
            accuracy.measured(accuracyOn(unseen));
        }
        return List.of();
    }

    private double accuracyOn(SpreadSamples some) {
        long[] right = {0};
        some.forEachBatch(model.device(), (start, batch) -> {
            long[] told = model.logits(batch).argmax().toLongs();
            for (int i = 0; i < told.length; i++) {
                right[0] += told[i] == some.samples().label(some.indices()[start + i]) ? 1 : 0;
            }
        });
        return (double) right[0] / some.count();
    }

    @Override
    public List<Alert> evaluated(List<String> missingClasses) {
        return List.of();
    }

    @Override
    public long calmUntil() {
        return 0;
    }

    @Override
    public JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        accuracy.value().ifPresent(value -> state.put("held-out-accuracy", value));
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        accuracy.measured(state.path("held-out-accuracy").asDouble(Double.NaN));
    }
}
