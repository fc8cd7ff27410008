package dev.duello.nn;

import dev.duello.torch.Tensor;

/** Somebody who tells real images from fakes, such as a discriminator. */
public interface Judge {
    /**
     * One number an image, {@code [N]}: the higher, the more real, on whatever scale.
     *
     * @param reals of the real images
     * @param fakes of the others
     */
    record Opinions(Tensor reals, Tensor fakes) {}

    /**
     * Judges as a training step does, where an opinion may depend on the images beside (batch normalisation), but learns
     * nothing from it.
     *
     * @param reals {@code [N, C, H, W]} in [-1, 1]
     * @param fakes the same
     */
    Opinions judge(Tensor reals, Tensor fakes);
}
