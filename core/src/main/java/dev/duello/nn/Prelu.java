package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/** A leaky ReLU whose slope is learned for each channel (He et al., 2015). */
public record Prelu() implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        return List.of(new ParameterSpec("weight", Shape.of(input.channels()), ParameterSpec.Role.SLOPE));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return Functions.prelu(input, weights.stored("weight").to(input.dtype()));
    }

    @Override
    public String label() {
        return "prelu";
    }
}
