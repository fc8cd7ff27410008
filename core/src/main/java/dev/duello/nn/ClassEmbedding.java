package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;

/**
 * Reads the class from the end of a latent: its last {@code classes} numbers, all 0 but a 1 at the class, become a learned
 * vector of length {@code length}; the noise before them passes.
 */
public record ClassEmbedding(int classes, int length) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        if (input.elements() <= classes) {
            throw new ShapeException("A latent of " + input + " has no room for " + classes + " classes and noise.");
        }
        return Shape.of(Math.toIntExact(input.elements()) - classes + length);
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        // The input is one-hot, so that the embedding of a class is a column: a basis of its own, not a sum over a
        // fan-in.
        return List.of(new ParameterSpec("weight", Shape.of(length, classes), ParameterSpec.Role.BASIS));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor noise = input.narrow(1, 0, input.size(1) - classes);
        Tensor embedded = Functions.linear(weights.knownClasses(), weights.stored("weight"), null);
        return Tensors.concatenate(List.of(noise, embedded), 1);
    }

    @Override
    public String label() {
        return "class-embedding";
    }
}
