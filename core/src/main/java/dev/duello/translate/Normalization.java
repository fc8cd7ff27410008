package dev.duello.translate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.nn.BatchNorm;
import dev.duello.nn.InstanceNorm;
import dev.duello.nn.Layer;
import dev.duello.nn.Shape;
import java.util.List;

/** What keeps the numbers inside of a network that sees images in bounds. */
public enum Normalization {
    /** Nothing. */
    @JsonProperty("none")
    NONE,
    /** Batch normalization: in use, what becomes of a place does not hang on the rest of the image. */
    @JsonProperty("batch")
    BATCH,
    /** Instance normalization: each image by itself, so that contrast is changed freely (Ulyanov et al., 2016). */
    @JsonProperty("instance")
    INSTANCE;

    /** Whether a layer before it needs an offset of its own. */
    boolean needsBias() {
        return this == NONE;
    }

    /** What comes after a layer whose output is {@code maps}; nothing where there is but one place to normalize over. */
    List<Layer> after(Shape maps) {
        return switch (this) {
            case NONE -> List.of();
            case BATCH -> List.of(BatchNorm.DEFAULT);
            case INSTANCE -> maps.elements() == maps.channels() ? List.of() : List.of(InstanceNorm.DEFAULT);
        };
    }
}
