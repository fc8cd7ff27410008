package dev.duello.gan;

import dev.duello.torch.Autograd;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Gradient penalties: the squared norm of a discriminator's gradient at each image, differentiable again (double backward). */
final class GradientPenalties {
    /** Keeps the root differentiable where a gradient vanishes. */
    private static final double SMALLEST = 1e-12;

    private GradientPenalties() {}

    /**
     * For each image the squared length of its logit's gradient, {@code |∇D(x)|²}.
     *
     * @param logits {@code [N]} or {@code [N, 1]}, each computed from its own image
     * @param images {@code [N, ...]} that require gradients
     * @return {@code [N]}
     */
    static Tensor zeroCentered(Tensor logits, Tensor images) {
        Tensor gradient =
                Autograd.gradients(logits.sum(), List.of(images), true).getFirst();
        long[] withinImage = LongStream.range(1, images.shape().length).toArray();
        return gradient.square().sum(withinImage);
    }

    /** For each image {@code (|∇D(x)| - 1)²}; parameters and result as in {@link #zeroCentered}. */
    static Tensor oneCentered(Tensor logits, Tensor images) {
        return zeroCentered(logits, images).add(SMALLEST).sqrt().add(-1).square();
    }
}
