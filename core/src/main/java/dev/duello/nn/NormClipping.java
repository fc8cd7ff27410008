package dev.duello.nn;

import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.List;

/**
 * Clipping by global norm (Pascanu et al., 2013, algorithm 1): where the gradient of all parameters together is longer than
 * {@code max}, it is scaled to that length. Equal to PyTorch's {@code clip_grad_norm_}.
 *
 * @param max largest Euclidean length, above 0
 * @param inner computes what is clipped
 */
public record NormClipping(double max, GradientRule inner) implements GradientRule {
    /** Against division by 0; PyTorch's. */
    private static final double SMALLEST = 1e-6;

    public NormClipping {
        if (!(max > 0)) {
            throw new IllegalArgumentException("a norm is clipped to more than 0, not to " + max);
        }
    }

    @Override
    public List<Tensor> gradients(SampleLosses losses, Parameters parameters) {
        List<Tensor> gradients = inner.gradients(losses, parameters);
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            Tensor norm = gradients.stream()
                    .map(gradient -> gradient.square().sum())
                    .reduce(Tensor::add)
                    .orElseThrow()
                    .sqrt();
            // Stays on the device: nobody waits for the number.
            Tensor factor = norm.add(SMALLEST).reciprocal().multiply_(max).clamp_(0, 1);
            gradients.forEach(gradient -> gradient.multiply_(factor));
        }
        return gradients;
    }

    @Override
    public Asked asks(int size) {
        return inner.asks(size);
    }

    @Override
    public List<RandomStream> streams() {
        return inner.streams();
    }
}
