package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The losses of one batch, one number a sample, computed only when a {@link GradientRule} asks for them: for all samples at
 * once, or for some after the others, which takes less memory.
 */
public interface SampleLosses {
    /** Samples in the batch; 0 for a batch that was drawn empty. */
    int size();

    /**
     * Computes the losses of the samples {@code from} to {@code from + count - 1}, recorded for gradients. A rule asks for each
     * sample exactly once, in order.
     *
     * @param tape records the layers of the trained network, for every pass through it; null for none. Row r of a pass with
     *     {@code k * count} rows belongs to sample {@code r mod count}, as where reals and fakes are one batch
     * @return {@code [count]}, float32; no loss depends on samples outside of {@code from} to {@code from + count - 1}
     */
    Tensor of(int from, int count, @Nullable Tape tape);

    /**
     * What is kept of samples when their losses are computed, such as for statistics: 0 for those that were not asked for. A rule
     * that shares the batch with other processes completes it, so that afterwards it holds what all computed.
     *
     * @return float32 tensors of any shape, the same objects each time
     */
    default List<Tensor> kept() {
        return List.of();
    }
}
