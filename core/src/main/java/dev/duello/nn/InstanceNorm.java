package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Instance normalization (Ulyanov et al., 2016): each channel of each sample is brought to mean 0 and variance 1 over its
 * places.
 *
 * @param affine whether each channel is then scaled and shifted by learned factors
 * @param epsilon added to the variance
 */
public record InstanceNorm(boolean affine, double epsilon) implements Layer {
    /** PyTorch's defaults: no learned factors, epsilon 1e-5. */
    public static final InstanceNorm DEFAULT = new InstanceNorm(false, 1e-5);

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        if (input.elements() == input.channels()) {
            throw new ShapeException("Instance normalization of " + input
                    + " would make everything 0: each channel has one place only.");
        }
        return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return affine ? new GroupNorm(input.channels(), epsilon).parameters(input) : List.of();
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        int channels = Math.toIntExact(input.size(1));
        return Functions.groupNorm(
                input,
                channels,
                affine ? weights.stored("weight") : null,
                affine ? weights.stored("bias") : null,
                epsilon);
    }

    @Override
    public String label() {
        return "instance-norm";
    }
}
