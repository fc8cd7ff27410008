package dev.duello.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The differentiable operations of networks and losses. */
public final class Functions {
    private Functions() {}

    /**
     * A convolution of any number of spatial dimensions.
     *
     * @param input {@code [N, C, spatial...]}
     * @param weight {@code [out, C / groups, kernel...]}
     */
    public static Tensor convolution(
            Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, int groups) {
        return convolution(input, weight, bias, stride, padding, ones(stride.length), groups);
    }

    /**
     * The same with gaps in the window.
     *
     * @param dilation distance between the inputs that a window sees
     */
    public static Tensor convolution(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            int groups) {
        return convolve(input, weight, bias, stride, padding, dilation, false, new long[stride.length], groups);
    }

    /**
     * A transposed convolution: the gradient of a convolution, used forward to enlarge.
     *
     * @param input {@code [N, C, spatial...]}
     * @param weight {@code [C, out / groups, kernel...]}
     */
    public static Tensor convolutionTransposed(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            int groups) {
        return convolve(input, weight, bias, stride, padding, ones(stride.length), true, outputPadding, groups);
    }

    private static Tensor convolve(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            boolean transposed,
            long[] outputPadding,
            int groups) {
        return new Tensor(torch.convolution(
                input.handle,
                weight.handle,
                optional(bias),
                stride,
                padding,
                dilation,
                transposed,
                outputPadding,
                groups));
    }

    /** {@code input [N, in]} times {@code weight [out, in]} transposed, plus {@code bias [out]}. */
    public static Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return new Tensor(torch.linear(input.handle, weight.handle, optional(bias)));
    }

    /**
     * Batch normalization over every axis but the second.
     *
     * @param training normalize by this batch and move the running statistics towards it, in place; else normalize by them
     * @param momentum the share of this batch in the new running statistics
     */
    public static Tensor batchNorm(
            Tensor input,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            Tensor runningMean,
            Tensor runningVariance,
            boolean training,
            double momentum,
            double epsilon) {
        return new Tensor(torch.batch_norm(
                input.handle,
                optional(weight),
                optional(bias),
                optional(runningMean),
                optional(runningVariance),
                training,
                momentum,
                epsilon,
                false));
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * Normalization of each sample on its own, over groups of channels and all places.
     *
     * @param weight of each channel, or null for 1
     * @param bias of each channel, or null for 0
     */
    public static Tensor groupNorm(
            Tensor input, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        return new Tensor(torch.group_norm(input.handle, groups, optional(weight), optional(bias), epsilon, false));
    }

    /** Normalization of each sample over all of its numbers; {@code weight} and {@code bias} have the shape of a sample. */
    public static Tensor layerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) {
        return new Tensor(
                torch.layer_norm(input.handle, weight.shape(), optional(weight), optional(bias), epsilon, false));
    }

    /**
     * The largest value of each window of 1, 2 or 3 spatial axes; what lies in the padding never wins.
     *
     * @param kernel sides of the window, one for each axis, as {@code stride} and {@code padding}
     */
    public static Tensor maxPool(Tensor input, long[] kernel, long[] stride, long[] padding) {
        long[] dilation = ones(kernel.length);
        return new Tensor(
                switch (kernel.length) {
                    case 1 -> torch.max_pool1d(input.handle, kernel, stride, padding, dilation, false);
                    case 2 -> torch.max_pool2d(input.handle, kernel, stride, padding, dilation, false);
                    default -> torch.max_pool3d(input.handle, kernel, stride, padding, dilation, false);
                });
    }

    /** The mean of each window of 1, 2 or 3 spatial axes; what lies in the padding does not count. */
    public static Tensor averagePool(Tensor input, long[] kernel, long[] stride, long[] padding) {
        return new Tensor(
                        switch (kernel.length) {
                            case 1 -> torch.avg_pool1d(input.handle, kernel, stride, padding, false, false);
                            case 2 ->
                                torch.avg_pool2d(
                                        input.handle, kernel, stride, padding, false, false, new LongOptional());
                            default ->
                                torch.avg_pool3d(
                                        withKernel(input).handle,
                                        kernel,
                                        stride,
                                        padding,
                                        false,
                                        false,
                                        new LongOptional());
                        })
                .to(input.dtype());
    }

    /** On a processor, means over three axes are there for float32 only. */
    private static Tensor withKernel(Tensor volumes) {
        return volumes.handle.is_cpu() ? volumes.to(DType.FLOAT32) : volumes;
    }

    /**
     * Margins that mirror what lies inside, without the border itself.
     *
     * @param margins of each of 1 to 3 spatial axes at both ends, less than its length
     */
    public static Tensor reflectionPad(Tensor input, long... margins) {
        long[] bothEnds = new long[2 * margins.length];
        for (int axis = 0; axis < margins.length; axis++) {
            // libtorch begins with the last axis.
            bothEnds[2 * (margins.length - 1 - axis)] = margins[axis];
            bothEnds[2 * (margins.length - 1 - axis) + 1] = margins[axis];
        }
        return new Tensor(
                switch (margins.length) {
                    case 1 -> torch.reflection_pad1d(input.handle, bothEnds);
                    case 2 -> torch.reflection_pad2d(input.handle, bothEnds);
                    default -> torch.reflection_pad3d(input.handle, bothEnds);
                });
    }

    /** Each element of the last two axes becomes a square of {@code factor} equal ones. */
    public static Tensor enlarge2d(Tensor input, int factor) {
        return new Tensor(torch.upsample_nearest2d(input.handle, input.size(2) * factor, input.size(3) * factor));
    }

    public static Tensor relu(Tensor input) {
        return new Tensor(torch.relu(input.handle));
    }

    public static Tensor leakyRelu(Tensor input, double slope) {
        return new Tensor(torch.leaky_relu(input.handle, new Scalar(slope)));
    }

    /** Leaky ReLU with a slope of its own for each channel, {@code weight [C]}. */
    public static Tensor prelu(Tensor input, Tensor weight) {
        return new Tensor(torch.prelu(input.handle, weight.handle));
    }

    /** {@code x sigmoid(x)} */
    public static Tensor silu(Tensor input) {
        return new Tensor(torch.silu(input.handle));
    }

    /** {@link #relu} in the place of its input, which must be needed by nothing else. */
    public static Tensor relu_(Tensor input) {
        torch.relu_(input.handle);
        return input;
    }

    /** {@link #leakyRelu} in the place of its input, which must be needed by nothing else; the slope must be positive. */
    public static Tensor leakyRelu_(Tensor input, double slope) {
        torch.leaky_relu_(input.handle, new Scalar(slope));
        return input;
    }

    public static Tensor tanh(Tensor input) {
        return new Tensor(torch.tanh(input.handle));
    }

    public static Tensor sigmoid(Tensor input) {
        return new Tensor(torch.sigmoid(input.handle));
    }

    /** The exponential of each number. */
    public static Tensor exp(Tensor input) {
        return new Tensor(torch.exp(input.handle));
    }

    /** The cosine of each number. */
    public static Tensor cos(Tensor input) {
        return new Tensor(torch.cos(input.handle));
    }

    /** The sine of each number. */
    public static Tensor sin(Tensor input) {
        return new Tensor(torch.sin(input.handle));
    }

    /** The natural logarithm of each number. */
    public static Tensor log(Tensor input) {
        return new Tensor(torch.log(input.handle));
    }

    /** Exponentials divided by their sum along an axis. */
    public static Tensor softmax(Tensor input, int axis) {
        return new Tensor(torch.softmax(input.handle, axis));
    }

    /** {@code log(1 + exp(x))}, without overflow. */
    public static Tensor softplus(Tensor input) {
        return new Tensor(torch.softplus(input.handle));
    }

    /** A row of zeros with a one at the label, float32 {@code [N, classes]}, for INT64 {@code labels [N]}. */
    public static Tensor oneHot(Tensor labels, int classes) {
        return new Tensor(torch.one_hot(labels.handle, classes)).to(DType.FLOAT32);
    }

    /** The cross-entropy of each row of {@code logits [N, classes]} against INT64 {@code labels [N]}, as {@code [N]}. */
    public static Tensor crossEntropies(Tensor logits, Tensor labels) {
        long unreduced = 0;
        long nothingIgnored = -100;
        double noSmoothing = 0;
        return new Tensor(torch.cross_entropy_loss(
                logits.handle, labels.handle, new TensorOptional(), unreduced, nothingIgnored, noSmoothing));
    }

    /**
     * The cross-entropy of each element against the probability that it should be, in nats.
     *
     * @param probabilities in [0, 1]; a logarithm is taken to be no less than -100
     * @param targets in [0, 1], of the same shape
     */
    public static Tensor binaryCrossEntropies(Tensor probabilities, Tensor targets) {
        long unreduced = 0;
        return new Tensor(
                torch.binary_cross_entropy(probabilities.handle, targets.handle, new TensorOptional(), unreduced));
    }

    /** How many elements of two tensors of one shape are equal. */
    public static long countEqual(Tensor a, Tensor b) {
        try (var _ = TensorScope.open()) {
            return a.handle.eq(b.handle).sum().item_long();
        }
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor.handle);
    }
}
