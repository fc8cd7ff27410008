package dev.duello.nn;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Enlarges or shrinks spatial sides with a fixed filter, each channel for itself.
 *
 * @param direction whether sides grow or shrink
 * @param filter the taps along each side
 * @param factor by which each side grows or shrinks; 1 leaves it as it is
 */
public record Resample(Direction direction, Filter filter, PerAxis factor) implements Layer {
    public Resample(Direction direction, Filter filter, @Nullable PerAxis factor) {
        this.direction = direction;
        this.filter = filter;
        // Networks saved before there was a factor double or halve.
        this.factor = factor == null ? PerAxis.of(2) : factor;
        for (int each : this.factor.values()) {
            if (each < 1 || filter == Filter.BINOMIAL && each > 2) {
                throw new ShapeException(
                        "A factor must be at least 1, and of the binomial filter at most 2; got " + this.factor + ".");
            }
        }
    }

    /** Doubles or halves every side. */
    public Resample(Direction direction, Filter filter) {
        this(direction, filter, PerAxis.of(2));
    }

    /** Which way. */
    public enum Direction {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN
    }

    /** The taps, of sum 1 along each side when halving; doubling multiplies by 2 a side, so that brightness stays. */
    public enum Filter {
        /** [1, 1]: nearest neighbor up, mean of pairs down. */
        @JsonProperty("box")
        BOX,
        /** [1, 3, 3, 1], zeros beyond the border: without the steps of a box (Karras et al., 2020). */
        @JsonProperty("binomial")
        BINOMIAL;

        private float[] taps(int factor) {
            if (this == BINOMIAL && factor == 2) {
                return new float[] {1, 3, 3, 1};
            }
            float[] equal = new float[factor];
            Arrays.fill(equal, 1);
            return equal;
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input, factor);
        return Kernels.map(input, input.channels(), (axis, side) -> {
            int times = factor.at(axis);
            if (direction == Direction.DOWN && side % times != 0) {
                throw new ShapeException("The sides of " + input + " cannot be "
                        + (factor.is(2) ? "halved" : "divided by " + factor) + ".");
            }
            return direction == Direction.UP ? side * times : side / times;
        });
    }

    @Override
    public long multiplyAdds(Shape input) {
        long taps = 1;
        for (int axis = 0; axis < input.spatial().size(); axis++) {
            taps *= filter.taps(factor.at(axis)).length;
        }
        return direction == Direction.UP
                ? input.elements() * taps
                : outputShape(input).elements() * taps;
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor prepared = Kernels.prepared(input, weights);
        int dimensions = input.shape().length - 2;
        long[] factors = factor.toLongs(dimensions);
        if (filter == Filter.BOX && direction == Direction.DOWN) {
            return Functions.averagePool(prepared, factors, factors, new long[dimensions]);
        }
        if (filter == Filter.BOX && dimensions == 2 && factor.isUniform()) {
            return Functions.enlarge2d(prepared, factor.at(0));
        }
        int channels = Math.toIntExact(input.size(1));
        Tensor kernel = kernel(dimensions, channels, prepared);
        long[] padding = new long[dimensions];
        Arrays.setAll(padding, axis -> (filter.taps(factor.at(axis)).length - factor.at(axis)) / 2);
        return direction == Direction.UP
                ? Functions.convolutionTransposed(
                        prepared, kernel, null, factors, padding, new long[dimensions], channels)
                : Functions.convolution(prepared, kernel, null, factors, padding, channels);
    }

    /** How many inputs a number depends on along an axis, or spreads over. */
    public int taps(int axis) {
        return filter.taps(factor.at(axis)).length;
    }

    /** What each channel is convolved with, up or down: the outer product of the {@link #taps} of so many axes, row by row. */
    public float[] kernel(int dimensions) {
        float[] product = {1};
        for (int axis = 0; axis < dimensions; axis++) {
            float[] taps = filter.taps(factor.at(axis));
            float sum = 0;
            for (float tap : taps) {
                sum += tap;
            }
            float[] longer = new float[product.length * taps.length];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = product[i / taps.length]
                        * taps[i % taps.length]
                        / sum
                        * (direction == Direction.UP ? factor.at(axis) : 1);
            }
            product = longer;
        }
        return product;
    }

    /** The {@link #kernel} for each channel, {@code [channels, 1, taps...]}. */
    private Tensor kernel(int dimensions, int channels, Tensor input) {
        long[] shape = new long[dimensions + 2];
        shape[0] = 1;
        shape[1] = 1;
        for (int axis = 0; axis < dimensions; axis++) {
            shape[axis + 2] = taps(axis);
        }
        try (var _ = GradientMode.off()) {
            Tensor one = Tensors.of(kernel(dimensions), shape).like(input);
            shape[0] = channels;
            return one.expand(shape).contiguous();
        }
    }

    @Override
    public String label() {
        return direction == Direction.UP ? "upsample" : "downsample";
    }
}
