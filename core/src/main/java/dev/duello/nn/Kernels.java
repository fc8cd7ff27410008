package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The arithmetic of windows that convolutions and pools share. */
final class Kernels {
    private Kernels() {}

    static void check(int channels, int kernel, int stride, int padding) {
        if (channels < 1 || kernel < 1 || stride < 1 || padding < 0) {
            throw new ShapeException(
                    "Channels, kernel and stride must be at least 1 and padding at least 0; got channels " + channels
                            + ", kernel " + kernel + ", stride " + stride + ", padding " + padding + ".");
        }
    }

    static void checkSpatial(Layer layer, Shape input) {
        int dimensions = input.spatial().size();
        if (dimensions < 1 || dimensions > 3) {
            throw new ShapeException(
                    "A " + layer.label() + " layer needs 1 to 3 spatial axes, but its input is " + input + ".");
        }
    }

    static Shape map(Shape input, int channels, IntUnaryOperator side) {
        return Shape.of(channels, input.spatial().stream().map(side::applyAsInt).toList());
    }

    static int[] weightShape(int first, int second, int kernel, Shape input) {
        int[] shape = new int[input.axes().size() + 1];
        Arrays.fill(shape, kernel);
        shape[0] = first;
        shape[1] = second;
        return shape;
    }

    static long volume(int kernel, Shape input) {
        long volume = 1;
        for (int i = 0; i < input.spatial().size(); i++) {
            volume *= kernel;
        }
        return volume;
    }

    static long[] each(int value, int dimensions) {
        long[] values = new long[dimensions];
        Arrays.fill(values, value);
        return values;
    }

    /** The order of axes in which the first two of a weight have changed places. */
    static long[] swapped(int dimensions) {
        long[] order = new long[dimensions + 2];
        Arrays.setAll(order, i -> i < 2 ? 1 - i : i);
        return order;
    }

    /** In the type to compute in, and images with channels innermost: the layout in which convolutions are fastest. */
    static Tensor prepared(Tensor input, LayerWeights weights) {
        Tensor typed = input.to(weights.compute());
        return typed.shape().length == 4 ? typed.channelsLast() : typed;
    }
}
