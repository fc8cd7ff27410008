package dev.duello.autoencoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.Dataset;
import dev.duello.data.SpreadSamples;
import dev.duello.learn.Alert;
import dev.duello.learn.LatestMeasurement;
import dev.duello.learn.Monitor;
import dev.duello.learn.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the loss of training samples with that of held-out ones, both with the averaged weights, and tells when the networks
 * begin to learn samples by heart. Where nothing is held out it says nothing.
 */
final class AutoencoderMonitor implements Monitor {
    /** Enough for a mean that is right within a few per cent, and about one per cent of the training between two readings. */
    private static final int SAMPLES = 128;

    private final AutoencoderModel model;
    private final ReconstructionLoss loss;
    private final SpreadSamples seen;
    private final @Nullable SpreadSamples unseen;
    private final LatestMeasurement heldOut;
    private final Overfitting overfitting = new Overfitting();

    /** @param heldOut receives what is measured */
    AutoencoderMonitor(AutoencoderModel model, ReconstructionLoss loss, Dataset samples, LatestMeasurement heldOut) {
        this.model = model;
        this.loss = loss;
        this.heldOut = heldOut;
        Dataset others = samples.heldOut();
        seen = SpreadSamples.of(samples, SAMPLES);
        unseen = others == null ? null : SpreadSamples.of(others, SAMPLES);
    }

    @Override
    public List<Alert> read(long samplesSeen) {
        if (unseen == null) {
            return List.of();
        }
        return found(mean(seen), mean(unseen));
    }

    /** What begins with these losses. */
    List<Alert> found(double ofSeen, double ofUnseen) {
        heldOut.measured(ofUnseen);
        return overfitting.found(ofSeen, ofUnseen);
    }

    private double mean(SpreadSamples some) {
        double[] sum = {0};
        some.forEachBatch(
                model.device(),
                (_, batch) -> sum[0] += loss.losses(
                                batch, model.sample(model.encode(batch, Weights.AVERAGE), Weights.AVERAGE))
                        .sum()
                        .item());
        return sum[0] / some.count();
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
        state.put("overfits", overfitting.isPresent());
        heldOut.value().ifPresent(value -> state.put("held-out-loss", value));
        return state;
    }

    @Override
    public void restore(JsonNode state) {
        overfitting.restore(state.path("overfits").asBoolean(false));
        heldOut.measured(state.path("held-out-loss").asDouble(Double.NaN));
    }
}
