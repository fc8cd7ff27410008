package dev.duello.torch;

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
        return convolve(input, weight, bias, stride, padding, false, new long[stride.length], groups);
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
        return convolve(input, weight, bias, stride, padding, true, outputPadding, groups);
    }

    private static Tensor convolve(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            boolean transposed,
            long[] outputPadding,
            int groups) {
        long[] dilation = new long[stride.length];
        java.util.Arrays.fill(dilation, 1);
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
     * Batch normalisation over every axis but the second.
     *
     * @param training normalise by this batch and move the running statistics towards it, in place; else normalise by them
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

    /** The largest value of each window of the last two axes, without padding. */
    public static Tensor maxPool2d(Tensor input, int kernel, int stride) {
        return new Tensor(torch.max_pool2d(
                input.handle,
                new long[] {kernel, kernel},
                new long[] {stride, stride},
                new long[] {0, 0},
                new long[] {1, 1},
                false));
    }

    /** The largest value of each window of the last two axes; what lies in the padding never wins. */
    public static Tensor maxPool2d(Tensor input, int kernel, int stride, int padding) {
        return new Tensor(torch.max_pool2d(
                input.handle,
                new long[] {kernel, kernel},
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                false));
    }

    /** The mean of each window of the last two axes; what lies in the padding does not count. */
    public static Tensor averagePool2d(Tensor input, int kernel, int stride, int padding) {
        return new Tensor(torch.avg_pool2d(
                input.handle,
                new long[] {kernel, kernel},
                new long[] {stride, stride},
                new long[] {padding, padding},
                false,
                false,
                new LongOptional()));
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

    /** {@code log(1 + exp(x))}, without overflow. */
    public static Tensor softplus(Tensor input) {
        return new Tensor(torch.softplus(input.handle));
    }

    /** A row of zeros with a one at the label, float32 {@code [N, classes]}, for INT64 {@code labels [N]}. */
    public static Tensor oneHot(Tensor labels, int classes) {
        return new Tensor(torch.one_hot(labels.handle, classes)).to(DType.FLOAT32);
    }

    /** Mean cross-entropy of {@code logits [N, classes]} against INT64 {@code labels [N]}. */
    public static Tensor crossEntropy(Tensor logits, Tensor labels) {
        return new Tensor(torch.cross_entropy_loss(logits.handle, labels.handle));
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
