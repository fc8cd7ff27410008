package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Group normalization (Wu and He, 2018): each sample is brought to mean 0 and variance 1 over groups of channels and all
 * places, whatever the other samples of its batch; then each channel is scaled and shifted by learned factors.
 *
 * @param groups parts into which the channels are divided
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, double epsilon) implements Layer {
    /** With PyTorch's default epsilon, 1e-5. */
    public GroupNorm(int groups) {
        this(groups, 1e-5);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (groups < 1 || input.channels() % groups != 0) {
            throw new ShapeException("The channels of " + input + " cannot be divided into " + groups + " groups.");
        }
        return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return List.of(
                new ParameterSpec("weight", Shape.of(input.channels()), ParameterSpec.Role.SCALE),
                ParameterSpec.bias(input.channels()));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return Functions.groupNorm(input, groups, weights.stored("weight"), weights.stored("bias"), epsilon);
    }

    @Override
    public String label() {
        return "group-norm";
    }
}
