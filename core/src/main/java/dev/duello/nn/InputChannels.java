package dev.duello.nn;

import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Adds the numbers of a named input behind the channels of feature maps, each the same at every place: noise or a class for a network
 * whose first input is an image.
 *
 * @param name of the input
 * @param length how many numbers it has
 */
public record InputChannels(String name, int length) implements Layer {
    public InputChannels {
        if (length < 1) {
            throw new ShapeException("An input has at least one number; got " + length + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return input.withChannels(input.channels() + length);
    }

    @Override
    public Map<String, Shape> namedInputs() {
        return Map.of(name, Shape.of(length));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long[] shape = input.shape();
        long[] places = new long[shape.length];
        Arrays.fill(places, 1);
        places[0] = shape[0];
        places[1] = length;
        shape[1] = length;
        Tensor numbers = weights.pass().input(name).reshape(places).expand(shape);
        return Tensors.concatenate(List.of(input, numbers.like(input)), 1);
    }

    @Override
    public String label() {
        return "input-channels";
    }
}
