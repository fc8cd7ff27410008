package dev.duello.gan;

import dev.duello.torch.Autograd;
import dev.duello.torch.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** How steep a discriminator is, as numbers that can be minimized: gradients whose own gradients are recorded. */
final class GradientPenalties {
    /** Keeps the root differentiable where a gradient vanishes. */
    private static final double SMALLEST = 1e-12;

    private GradientPenalties() {}

    /**
     * The mean over images of the squared length of the logit's gradient, {@code E|∇D(x)|²}.
     *
     * @param logits {@code [N]} or {@code [N, 1]}, each computed from its own image
     * @param images {@code [N, ...]} that require gradients
     */
    static Tensor zeroCentered(Tensor logits, Tensor images) {
        return squaredLengths(logits, images).mean();
    }

    /** The mean over images of {@code (|∇D(x)| - 1)²}; parameters as in {@link #zeroCentered}. */
    static Tensor oneCentered(Tensor logits, Tensor images) {
        return squaredLengths(logits, images)
                .add(SMALLEST)
                .sqrt()
                .add(-1)
                .square()
                .mean();
    }

    private static Tensor squaredLengths(Tensor logits, Tensor images) {
        Tensor gradient =
                Autograd.gradients(logits.sum(), List.of(images), true).getFirst();
        long[] withinImage = LongStream.range(1, images.shape().length).toArray();
        return gradient.square().sum(withinImage);
    }
}
