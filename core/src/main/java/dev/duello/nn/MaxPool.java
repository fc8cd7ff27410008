package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;

/**
 * Keeps the largest number of each window of a 2-d feature map.
 *
 * @param kernel side of the window, and the distance between windows
 */
public record MaxPool(int kernel) implements Layer {
    public MaxPool {
        Kernels.check(1, kernel, kernel, 0);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.spatial().size() != 2 || input.spatial().stream().anyMatch(side -> side < kernel)) {
            throw new ShapeException("A max-pool of " + kernel
                    + " needs two spatial axes at least that long, but its input is " + input + ".");
        }
        return Kernels.map(input, input.channels(), side -> side / kernel);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        return Functions.maxPool2d(input, kernel, kernel);
    }

    @Override
    public String label() {
        return "max-pool";
    }
}
