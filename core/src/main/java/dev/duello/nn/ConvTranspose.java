package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * A transposed convolution over 1, 2 or 3 spatial axes: it spreads each input over a window and so enlarges. Kernel 4, stride
 * 2, padding 1 doubles every side.
 *
 * @param channels channels that come out
 * @param kernel side of the square window
 * @param stride factor of enlargement
 * @param padding rows cut off at each border
 * @param outputPadding rows added at the far border, less than the stride, to reach odd sizes
 * @param bias whether each channel has an offset of its own
 */
public record ConvTranspose(int channels, int kernel, int stride, int padding, int outputPadding, boolean bias)
        implements Layer {
    public ConvTranspose {
        Kernels.check(channels, kernel, stride, padding);
        if (outputPadding < 0 || outputPadding >= stride) {
            throw new ShapeException("Output padding must be at least 0 and less than the stride " + stride + "; got "
                    + outputPadding + ".");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        return Kernels.map(input, channels, side -> {
            int result = (side - 1) * stride - 2 * padding + kernel + outputPadding;
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
        if (isFasterInWindows(prepared)) {
            return Im2col.transposed(prepared, weights.weight(), weights.bias());
        }
        if (outputPadding == 0 && SpaceToDepth.suit(kernel, stride, padding, channels, prepared)) {
            return SpaceToDepth.transposed(prepared, weights.weight(), weights.bias());
        }
        return Functions.convolutionTransposed(
                prepared,
                weights.weight(),
                weights.bias(),
                Kernels.each(stride, dimensions),
                Kernels.each(padding, dimensions),
                Kernels.each(outputPadding, dimensions),
                1);
    }

    private boolean isFasterInWindows(Tensor maps) {
        return outputPadding == 0
                && maps.shape().length == 4
                && Im2col.suit(
                        kernel, stride, padding, maps.size(2), maps.size(3), Math.min(channels, maps.size(1)), maps);
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
