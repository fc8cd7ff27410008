package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * A transposed convolution over 1, 2 or 3 spatial axes: it spreads each input over a window and so enlarges. Kernel 4, stride
 * 2, padding 1 doubles every side.
 *
 * @param channels channels that come out
 * @param kernel sides of the window
 * @param stride factor of enlargement
 * @param padding rows cut off at each border
 * @param outputPadding rows added at the far border, less than the stride, to reach odd sizes
 * @param bias whether each channel has an offset of its own
 */
public record ConvTranspose(
        int channels, PerAxis kernel, PerAxis stride, PerAxis padding, PerAxis outputPadding, boolean bias)
        implements Layer {
    public ConvTranspose {
        Kernels.check(channels, kernel, stride, padding);
        int axes = Math.max(outputPadding.values().size(), stride.values().size());
        for (int axis = 0; axis < axes; axis++) {
            if (outputPadding.at(axis) < 0 || outputPadding.at(axis) >= stride.at(axis)) {
                throw new ShapeException("Output padding must be at least 0 and less than the stride " + stride
                        + "; got " + outputPadding + ".");
            }
        }
    }

    /** The same along every axis. */
    public ConvTranspose(int channels, int kernel, int stride, int padding, int outputPadding, boolean bias) {
        this(channels, PerAxis.of(kernel), PerAxis.of(stride), PerAxis.of(padding), PerAxis.of(outputPadding), bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input, kernel, stride, padding, outputPadding);
        return Kernels.map(input, channels, (axis, side) -> {
            int result = (side - 1) * stride.at(axis) - 2 * padding.at(axis) + kernel.at(axis) + outputPadding.at(axis);
            if (result < 1) {
                throw new ShapeException("Padding " + padding + " cuts away all of what a " + kernel
                        + "-wide transposed convolution makes of " + input + ".");
            }
            return result;
        });
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        ParameterSpec weight = ParameterSpec.weight(Kernels.weightShape(input.channels(), channels, kernel, input));
        return bias ? List.of(weight, ParameterSpec.bias(channels)) : List.of(weight);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return input.elements() * channels * Kernels.volume(kernel, input);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        int dimensions = input.shape().length - 2;
        Tensor prepared = Kernels.prepared(input, weights);
        if (dimensions == 2 && outputPadding.is(0) && Kernels.isHalving(kernel, stride, padding)) {
            if (Im2col.suits(prepared.size(2), prepared.size(3), Math.min(channels, prepared.size(1)), prepared)) {
                return Im2col.transposed(prepared, weights.weight(), weights.bias());
            }
            if (SpaceToDepth.suits(channels, prepared)) {
                return SpaceToDepth.transposed(prepared, weights.weight(), weights.bias());
            }
        }
        return Functions.convolutionTransposed(
                prepared,
                weights.weight(),
                weights.bias(),
                stride.toLongs(dimensions),
                padding.toLongs(dimensions),
                outputPadding.toLongs(dimensions),
                1);
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public String label() {
        return "conv-transpose";
    }
}
