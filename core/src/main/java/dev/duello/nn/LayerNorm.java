package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Layer normalization (Ba et al., 2016): each sample is brought to mean 0 and variance 1 over all of its numbers, each of which
 * is then scaled and shifted by learned factors of its own.
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Layer {
    /** With PyTorch's default epsilon, 1e-5. */
    public static final LayerNorm DEFAULT = new LayerNorm(1e-5);

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return List.of(
                new ParameterSpec("weight", input, ParameterSpec.Role.SCALE),
                new ParameterSpec("bias", input, ParameterSpec.Role.BIAS));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return Functions.layerNorm(input, weights.stored("weight"), weights.stored("bias"), epsilon);
    }

    @Override
    public String label() {
        return "layer-norm";
    }
}
