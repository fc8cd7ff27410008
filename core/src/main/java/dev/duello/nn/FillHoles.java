package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.Map;

/**
 * Keeps what is known of an image and takes the rest from what flows through: {@code known image + (1 - known) input}. The named input
 * has the channels of the image in front and behind them one that is 1 where a place is known and -1 where there is a hole.
 *
 * @param name of the input
 * @param shape of one sample of it, with more channels than what flows through
 */
public record FillHoles(String name, Shape shape) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        if (!input.spatial().equals(shape.spatial()) || input.channels() >= shape.channels()) {
            throw new ShapeException("Holes of " + shape + " cannot be filled with " + input
                    + ": it needs the same sides and fewer channels.");
        }
        return input;
    }

    @Override
    public Map<String, Shape> namedInputs() {
        return Map.of(name, shape);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor image = weights.pass().input(name).like(input);
        Tensor known = image.narrow(1, image.size(1) - 1, 1).add(1).multiply(0.5);
        Tensor missing = input.subtract(image.narrow(1, 0, input.size(1)))
                .multiply(known.negate().add(1));
        return image.narrow(1, 0, input.size(1)).add(missing);
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public String label() {
        return "fill-holes";
    }
}
