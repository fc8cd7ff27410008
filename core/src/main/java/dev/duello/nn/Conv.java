package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;

/**
 * A convolution over 1, 2 or 3 spatial axes; how many, it learns from its input.
 *
 * @param channels channels that come out
 * @param kernel side of the square window
 * @param stride distance between windows
 * @param padding zeros added at each border
 * @param groups parts into which the channels are divided, each seeing only its own share of the input
 * @param bias whether each channel has an offset of its own
 */
public record Conv(int channels, int kernel, int stride, int padding, int groups, boolean bias) implements Layer {
    public Conv {
        Kernels.check(channels, kernel, stride, padding);
        // Networks saved before there were groups have none.
        groups = groups == 0 ? 1 : groups;
        if (groups < 1 || channels % groups != 0) {
            throw new ShapeException(channels + " channels cannot be divided into " + groups + " groups.");
        }
    }

    /** Every channel sees the whole input. */
    public Conv(int channels, int kernel, int stride, int padding, boolean bias) {
        this(channels, kernel, stride, padding, 1, bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input);
        if (input.channels() % groups != 0) {
            throw new ShapeException("The channels of " + input + " cannot be divided into " + groups + " groups.");
        }
        return Kernels.map(input, channels, side -> {
            if (side + 2 * padding < kernel) {
                throw new ShapeException("A " + kernel + "-wide convolution does not fit " + input + " with padding "
                        + padding + ": use a larger image or fewer strides.");
            }
            return (side + 2 * padding - kernel) / stride + 1;
        });
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        ParameterSpec weight =
                ParameterSpec.weight(Kernels.weightShape(channels, input.channels() / groups, kernel, input));
        return bias ? List.of(weight, ParameterSpec.bias(channels)) : List.of(weight);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return outputShape(input).elements() * (input.channels() / groups) * Kernels.volume(kernel, input);
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        int dimensions = input.shape().length - 2;
        Tensor prepared = Kernels.prepared(input, weights);
        if (isFasterInWindows(prepared)) {
            return Im2col.convolution(prepared, weights.weight(), weights.bias());
        }
        if (isFasterInBlocks(prepared)) {
            return SpaceToDepth.convolution(prepared, weights.weight(), weights.bias());
        }
        return Functions.convolution(
                prepared,
                weights.weight(),
                weights.bias(),
                Kernels.each(stride, dimensions),
                Kernels.each(padding, dimensions),
                groups);
    }

    private boolean isFasterInWindows(Tensor maps) {
        return groups == 1
                && maps.shape().length == 4
                && Im2col.suit(
                        kernel,
                        stride,
                        padding,
                        maps.size(2) / 2,
                        maps.size(3) / 2,
                        Math.min(channels, maps.size(1)),
                        maps);
    }

    /** The usual form is slow only at the gradient of the images. */
    private boolean isFasterInBlocks(Tensor images) {
        return groups == 1
                && SpaceToDepth.suit(kernel, stride, padding, images.size(1), images)
                && images.requiresGradient()
                && images.size(2) % 2 == 0
                && images.size(3) % 2 == 0;
    }

    @Override
    public boolean givesAway() {
        return true;
    }

    @Override
    public String label() {
        return "conv";
    }
}
