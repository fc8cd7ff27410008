package dev.duello.data;

import dev.duello.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a learner gets for one step.
 *
 * @param samples {@code [N, C, spatial...]} in [-1, 1], float32
 * @param labels INT64 {@code [N]}, the class of each sample; -1 each when the data has none
 * @param sources what each sample is to be made from, of a shape of their own; null for data without {@link Dataset#sources}
 */
public record Batch(Tensor samples, Tensor labels, @Nullable Tensor sources) {
    /** Samples that are to be made from nothing but noise. */
    public Batch(Tensor samples, Tensor labels) {
        this(samples, labels, null);
    }
}
