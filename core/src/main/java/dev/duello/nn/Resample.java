package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;

/**
 * Doubles or halves every spatial side with a fixed filter, each channel for itself.
 *
 * @param direction whether sides grow or shrink
 * @param filter the taps along each side
 */
public record Resample(Direction direction, Filter filter) implements Layer {
    /** Which way. */
    public enum Direction {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN
    }

    /** The taps, of sum 1 along each side when halving; doubling multiplies by 2 a side, so that brightness stays. */
    public enum Filter {
        /** [1, 1]: nearest neighbour up, mean of pairs down. */
        @JsonProperty("box")
        BOX(1, 1),
        /** [1, 3, 3, 1], zeros beyond the border: without the steps of a box (Karras et al., 2020). */
        @JsonProperty("binomial")
        BINOMIAL(1, 3, 3, 1);

        private final float[] taps;

        Filter(float... taps) {
            this.taps = taps;
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return Kernels.map(input, input.channels(), side -> {
            if (direction == Direction.DOWN && side % 2 != 0) {
                throw new ShapeException("The sides of " + input + " cannot be halved.");
            }
            return direction == Direction.UP ? side * 2 : side / 2;
        });
    }

    @Override
    public long multiplyAdds(Shape input) {
        long taps = Kernels.volume(filter.taps.length, input);
        return direction == Direction.UP
                ? input.elements() * taps
                : outputShape(input).elements() * taps;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor prepared = Kernels.prepared(input, weights);
        int dimensions = input.shape().length - 2;
        if (filter == Filter.BOX && dimensions == 2) {
            return direction == Direction.UP
                    ? Functions.enlarge2d(prepared, 2)
                    : Functions.averagePool2d(prepared, 2, 2, 0);
        }
        int channels = Math.toIntExact(input.size(1));
        Tensor kernel = kernel(dimensions, channels, prepared);
        long[] stride = Kernels.each(2, dimensions);
        long[] padding = Kernels.each((filter.taps.length - 2) / 2, dimensions);
        return direction == Direction.UP
                ? Functions.convolutionTransposed(
                        prepared, kernel, null, stride, padding, Kernels.each(0, dimensions), channels)
                : Functions.convolution(prepared, kernel, null, stride, padding, channels);
    }

    /** The outer product of the taps, {@code [channels, 1, taps...]}. */
    private Tensor kernel(int dimensions, int channels, Tensor input) {
        int length = filter.taps.length;
        float sum = 0;
        for (float tap : filter.taps) {
            sum += tap;
        }
        float[] product = {1};
        for (int axis = 0; axis < dimensions; axis++) {
            float[] longer = new float[product.length * length];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = product[i / length] * filter.taps[i % length] / sum * (direction == Direction.UP ? 2 : 1);
            }
            product = longer;
        }
        long[] shape = new long[dimensions + 2];
        Arrays.fill(shape, length);
        shape[0] = 1;
        shape[1] = 1;
        try (var _ = GradientMode.off()) {
            Tensor one = Tensors.of(product, shape).like(input);
            shape[0] = channels;
            return one.expand(shape).contiguous();
        }
    }

    @Override
    public String label() {
        return direction == Direction.UP ? "double" : "halve";
    }
}
