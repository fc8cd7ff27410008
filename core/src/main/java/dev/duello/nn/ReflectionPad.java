package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * Adds margins that mirror what lies inside, so that convolutions see no border of zeros.
 *
 * @param margin added at both ends of each spatial axis, less than its length
 */
public record ReflectionPad(PerAxis margin) implements Layer {
    public ReflectionPad {
        if (margin.smallest() < 0) {
            throw new ShapeException("A margin must be at least 0; got " + margin + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input, margin);
        return Kernels.map(input, input.channels(), (axis, side) -> {
            if (margin.at(axis) >= side) {
                throw new ShapeException("A margin of " + margin + " cannot mirror " + input + ".");
            }
            return side + 2 * margin.at(axis);
        });
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return Functions.reflectionPad(input, margin.toLongs(input.shape().length - 2));
    }

    @Override
    public String label() {
        return "reflection-pad";
    }
}
