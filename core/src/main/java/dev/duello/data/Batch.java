package dev.duello.data;

import dev.duello.torch.Tensor;

/**
 * What a learner gets for one step.
 *
 * @param samples {@code [N, C, spatial...]} in [-1, 1], float32
 * @param labels INT64 {@code [N]}, the class of each sample; -1 each when the data has none
 */
public record Batch(Tensor samples, Tensor labels) {}
