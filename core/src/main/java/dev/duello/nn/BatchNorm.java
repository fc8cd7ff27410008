package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.List;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): each channel is brought to mean 0 and variance 1 over the batch, then scaled
 * and shifted by learned factors.
 *
 * @param momentum the share of a new batch in the running statistics
 * @param epsilon added to the variance
 */
public record BatchNorm(double momentum, double epsilon) implements Layer {
    /** PyTorch's defaults: momentum 0.1, epsilon 1e-5. */
    public static final BatchNorm DEFAULT = new BatchNorm(0.1, 1e-5);

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        Shape perChannel = Shape.of(input.channels());
        return List.of(
                new ParameterSpec("weight", perChannel, ParameterSpec.Role.SCALE),
                ParameterSpec.bias(input.channels()),
                new ParameterSpec("running_mean", perChannel, ParameterSpec.Role.RUNNING_MEAN),
                new ParameterSpec("running_var", perChannel, ParameterSpec.Role.RUNNING_VARIANCE));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return BatchStatistics.normalize(
                input, weights.stored("weight"), weights.stored("bias"), weights, momentum, epsilon);
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public boolean mixesImages() {
        return true;
    }

    @Override
    public String label() {
        return "batch-norm";
    }
}
