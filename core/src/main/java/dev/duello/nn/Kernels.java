package dev.duello.nn;

import dev.duello.torch.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** The arithmetic of windows that convolutions and pools share. */
final class Kernels {
    private Kernels() {}

    static void check(int channels, PerAxis kernel, PerAxis stride, PerAxis padding) {
        if (channels < 1 || kernel.smallest() < 1 || stride.smallest() < 1 || padding.smallest() < 0) {
            throw new ShapeException(
                    "Channels, kernel and stride must be at least 1 and padding at least 0; got channels " + channels
                            + ", kernel " + kernel + ", stride " + stride + ", padding " + padding + ".");
        }
    }

    static void checkPool(PerAxis kernel, PerAxis stride, PerAxis padding) {
        check(1, kernel, stride, padding);
        int axes = Math.max(kernel.values().size(), padding.values().size());
        for (int axis = 0; axis < axes; axis++) {
            if (2 * padding.at(axis) > kernel.at(axis)) {
                throw new ShapeException(
                        "Padding may be at most half of the kernel " + kernel + "; got " + padding + ".");
            }
        }
    }

    static void checkSpatial(Layer layer, Shape input, PerAxis... settings) {
        int dimensions = input.spatial().size();
        if (dimensions < 1 || dimensions > 3) {
            throw new ShapeException(
                    "A " + layer.label() + " layer needs 1 to 3 spatial axes, but its input is " + input + ".");
        }
        for (PerAxis setting : settings) {
            setting.check(layer, input);
        }
    }

    /** @param side the new length of an axis, by its number and its length */
    static Shape map(Shape input, int channels, IntBinaryOperator side) {
        List<Integer> sides = new ArrayList<>();
        for (int axis = 0; axis < input.spatial().size(); axis++) {
            sides.add(side.applyAsInt(axis, input.spatial().get(axis)));
        }
        return Shape.of(channels, sides);
    }

    /**
     * How many windows fit along one axis.
     *
     * @param span numbers that a window reaches over
     * @throws ShapeException when not even one does
     */
    static int windows(Layer layer, Shape input, int side, int span, int stride, int padding) {
        if (side + 2 * padding < span) {
            throw new ShapeException("A " + span + "-wide " + layer.label() + " layer does not fit " + input
                    + " with padding " + padding + ": use a larger image or fewer strides.");
        }
        return (side + 2 * padding - span) / stride + 1;
    }

    /** The shape after a pool: as many channels, and one place for each window. */
    static Shape pooled(Layer layer, Shape input, PerAxis kernel, PerAxis stride, PerAxis padding) {
        checkSpatial(layer, input, kernel, stride, padding);
        return map(
                input,
                input.channels(),
                (axis, side) -> windows(layer, input, side, kernel.at(axis), stride.at(axis), padding.at(axis)));
    }

    static int[] weightShape(int first, int second, PerAxis kernel, Shape input) {
        int[] shape = new int[input.axes().size() + 1];
        Arrays.setAll(shape, i -> i < 2 ? 0 : kernel.at(i - 2));
        shape[0] = first;
        shape[1] = second;
        return shape;
    }

    static long volume(PerAxis kernel, Shape input) {
        return kernel.volume(input.spatial().size());
    }

    /** Kernel 4, stride 2, padding 1: halves or doubles every side, and has faster forms. */
    static boolean isHalving(PerAxis kernel, PerAxis stride, PerAxis padding) {
        return kernel.is(4) && stride.is(2) && padding.is(1);
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
