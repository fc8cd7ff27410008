package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import java.util.Map;

/**
 * Appends to a latent a learned vector of length {@code length} for its class, which comes as the input {@code class}: one
 * number a class, 0 but for a 1, or a mixture of several.
 */
public record ClassEmbedding(int classes, int length) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(Math.toIntExact(input.elements()) + length);
    }

    @Override
    public Map<String, Shape> namedInputs() {
        return Map.of(Architecture.CLASS, Shape.of(classes));
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        // The input is one-hot, so that the embedding of a class is a column: a basis of its own, not a sum over a
        // fan-in.
        return List.of(new ParameterSpec("weight", Shape.of(length, classes), ParameterSpec.Role.BASIS));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor embedded = Functions.linear(weights.pass().input(Architecture.CLASS), weights.stored("weight"), null);
        return Tensors.concatenate(List.of(input, embedded), 1);
    }

    @Override
    public String label() {
        return "class-embedding";
    }
}
