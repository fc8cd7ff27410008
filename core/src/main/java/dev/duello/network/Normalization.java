package dev.duello.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.ConditionalBatchNorm;
import dev.duello.nn.Layer;
import dev.duello.nn.SpectralNorm;
import java.util.List;

/** What keeps the numbers inside a network in bounds. */
public enum Normalization {
    /** Nothing: good starting weights must do. */
    @JsonProperty("none")
    NONE,
    /** Batch normalization after each layer but the first and the last. */
    @JsonProperty("batch")
    BATCH,
    /** Weights divided by their largest singular value (Miyato et al., 2018). */
    @JsonProperty("spectral")
    SPECTRAL;

    /** Whether a layer before such a normalization needs an offset of its own: batch normalization has one. */
    boolean needsBias() {
        return this != BATCH;
    }

    /** The layer with its weights normalized, where that is the way. */
    Layer weighted(Layer layer) {
        return this == SPECTRAL ? new SpectralNorm(layer) : layer;
    }

    /** What comes between a layer and its activation. */
    List<Layer> between() {
        return this == BATCH ? List.of(BatchNorm.DEFAULT) : List.of();
    }

    /** The same in a generator, where every class may have a scale and a shift of its own. */
    List<Layer> between(int classes) {
        return this == BATCH && classes > 0 ? List.of(new ConditionalBatchNorm(classes)) : between();
    }
}
