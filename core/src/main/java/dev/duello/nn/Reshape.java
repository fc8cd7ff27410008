package dev.duello.nn;

import dev.duello.torch.Tensor;

/** The same numbers in another shape. */
public record Reshape(Shape shape) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        if (input.elements() != shape.elements()) {
            throw new ShapeException("Cannot reshape " + input + " (" + input.elements() + " numbers) to " + shape
                    + " (" + shape.elements() + ").");
        }
        return shape;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return input.reshape(shape.batch(input.size(0)));
    }

    @Override
    public String label() {
        return "reshape";
    }
}
