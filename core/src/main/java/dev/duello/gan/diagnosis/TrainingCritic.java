package dev.duello.gan.diagnosis;

import dev.duello.torch.Tensor;

/** A discriminator as a training step uses it. */
public interface TrainingCritic {
    /**
     * One logit an image, {@code [N]}: the higher, the more real, on whatever scale.
     *
     * @param reals of the real images
     * @param fakes of the others
     */
    record Logits(Tensor reals, Tensor fakes) {}

    /**
     * Logits as a training step computes them, where a logit may depend on the other images of the batch (batch
     * normalization), but nothing is learned.
     *
     * @param reals {@code [N, C, H, W]} in [-1, 1]
     * @param fakes the same
     */
    Logits logits(Tensor reals, Tensor fakes);
}
