package dev.duello.nn;

import dev.duello.torch.Tensor;

/** {@code scale * x + shift} with fixed numbers, such as from a sigmoid's [0, 1] to the [-1, 1] of images. */
public record Rescale(double scale, double shift) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor scaled = input.multiply(scale);
        // A scale alone is the usual case, in every residual block of texts: one pass over all numbers less.
        return shift == 0 ? scaled : scaled.add(shift);
    }

    @Override
    public String label() {
        return "rescale";
    }
}
