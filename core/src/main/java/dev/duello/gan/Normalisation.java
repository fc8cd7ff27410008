package dev.duello.gan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.ClassBatchNorm;
import dev.duello.nn.Layer;
import dev.duello.nn.Spectral;
import java.util.List;

/** What keeps the numbers inside a network in bounds. */
public enum Normalisation {
    /** Nothing: good starting weights must do. */
    @JsonProperty("none")
    NONE,
    /** Batch normalisation after each layer but the first and the last. */
    @JsonProperty("batch")
    BATCH,
    /** Weights divided by their largest singular value (Miyato et al., 2018). */
    @JsonProperty("spectral")
    SPECTRAL;

    /** Whether a layer before such a normalisation needs an offset of its own: batch normalisation has one. */
    boolean needsBias() {
        return this != BATCH;
    }

    /** The layer with its weights normalised, where that is the way. */
    Layer weighted(Layer layer) {
        return this == SPECTRAL ? new Spectral(layer) : layer;
    }

    /** What comes between a layer and its activation. */
    List<Layer> between() {
        return this == BATCH ? List.of(BatchNorm.DEFAULT) : List.of();
    }

    /** The same in a generator, where every class may have a scale and a shift of its own. */
    List<Layer> between(int classes) {
        return this == BATCH && classes > 0 ? List.of(new ClassBatchNorm(classes)) : between();
    }
}
