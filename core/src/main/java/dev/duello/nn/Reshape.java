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
        Tensor shaped = input.reshape(shape.batch(input.size(0)));
        return shape.axes().size() == 3 ? shaped.channelsLast() : shaped;
    }

    @Override
    public String label() {
        return "reshape";
    }
}
