package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over 1, 2 or 3 spatial axes; how many, it learns from its input.
 *
 * @param channels channels that come out
 * @param kernel sides of the window
 * @param stride distance between windows
 * @param padding zeros added at each border
 * @param dilation distance between the inputs that a window sees; 1 for neighbors
 * @param groups parts into which the channels are divided, each seeing only its own share of the input
 * @param bias whether each channel has an offset of its own
 */
public record Conv(
        int channels, PerAxis kernel, PerAxis stride, PerAxis padding, PerAxis dilation, int groups, boolean bias)
        implements Layer {
    public Conv(
            int channels,
            PerAxis kernel,
            PerAxis stride,
            PerAxis padding,
            @Nullable PerAxis dilation,
            int groups,
            boolean bias) {
        Kernels.check(channels, kernel, stride, padding);
        this.channels = channels;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        // Networks saved before there were groups and dilation have neither.
        this.groups = groups == 0 ? 1 : groups;
        this.dilation = dilation == null ? PerAxis.of(1) : dilation;
        this.bias = bias;
        if (this.dilation.smallest() < 1) {
            throw new ShapeException("Dilation must be at least 1; got " + dilation + ".");
        }
        if (this.groups < 1 || channels % this.groups != 0) {
            throw new ShapeException(channels + " channels cannot be divided into " + groups + " groups.");
        }
    }

    /** The same along every axis, without dilation. */
    public Conv(int channels, int kernel, int stride, int padding, int groups, boolean bias) {
        this(channels, PerAxis.of(kernel), PerAxis.of(stride), PerAxis.of(padding), PerAxis.of(1), groups, bias);
    }

    /** Every channel sees the whole input. */
    public Conv(int channels, int kernel, int stride, int padding, boolean bias) {
        this(channels, kernel, stride, padding, 1, bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Kernels.checkSpatial(this, input, kernel, stride, padding, dilation);
        if (input.channels() % groups != 0) {
            throw new ShapeException("The channels of " + input + " cannot be divided into " + groups + " groups.");
        }
        return Kernels.map(input, channels, (axis, side) -> {
            int span = dilation.at(axis) * (kernel.at(axis) - 1) + 1;
            return Kernels.windows(this, input, side, span, stride.at(axis), padding.at(axis));
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
        if (isHalvingImages(prepared)) {
            if (Im2col.suits(
                    prepared.size(2) / 2, prepared.size(3) / 2, Math.min(channels, prepared.size(1)), prepared)) {
                return Im2col.convolution(prepared, weights.weight(), weights.bias());
            }
            if (isFasterInBlocks(prepared)) {
                return SpaceToDepth.convolution(prepared, weights.weight(), weights.bias());
            }
        }
        return Functions.convolution(
                prepared,
                weights.weight(),
                weights.bias(),
                stride.toLongs(dimensions),
                padding.toLongs(dimensions),
                dilation.toLongs(dimensions),
                groups);
    }

    private boolean isHalvingImages(Tensor maps) {
        return groups == 1 && dilation.is(1) && maps.shape().length == 4 && Kernels.isHalving(kernel, stride, padding);
    }

    /** The usual form is slow only at the gradient of the images. */
    private static boolean isFasterInBlocks(Tensor images) {
        return SpaceToDepth.suits(images.size(1), images)
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
