package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.Arrays;

/**
 * Enlarges every spatial side by spreading channels over places (Shi et al., 2016): {@code [C r^d, spatial]} becomes {@code [C,
 * r spatial]}, in PyTorch's order.
 *
 * @param factor r, of every side
 */
public record PixelShuffle(int factor) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        long parts = PerAxis.of(factor).volume(input.spatial().size());
        if (factor < 1 || input.channels() % parts != 0) {
            throw new ShapeException("The channels of " + input + " cannot be spread over " + parts + " places each.");
        }
        return Kernels.map(input, Math.toIntExact(input.channels() / parts), (_, side) -> side * factor);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        long[] shape = input.shape();
        int dimensions = shape.length - 2;
        long channels = shape[1] / PerAxis.of(factor).volume(dimensions);
        // [N, C, r.., side..], then each r behind its side.
        long[] apart = new long[2 + 2 * dimensions];
        long[] order = new long[apart.length];
        long[] together = new long[2 + dimensions];
        Arrays.fill(apart, factor);
        apart[0] = shape[0];
        apart[1] = channels;
        order[1] = 1;
        together[0] = shape[0];
        together[1] = channels;
        for (int axis = 0; axis < dimensions; axis++) {
            apart[2 + dimensions + axis] = shape[2 + axis];
            order[2 + 2 * axis] = 2L + dimensions + axis;
            order[3 + 2 * axis] = 2L + axis;
            together[2 + axis] = shape[2 + axis] * factor;
        }
        return input.reshape(apart).permute(order).reshape(together);
    }

    @Override
    public String label() {
        return "pixel-shuffle";
    }
}
