package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of each sample with respect to the parameters of one layer, of what it got and of the gradient at what it gave.
 * Row r of {@code k N} rows belongs to sample r mod N.
 */
final class LayerGradients {
    private LayerGradients() {}

    /** Why the gradients of each sample cannot be had from this layer, as a sentence that names what to use instead; or null. */
    static @Nullable String obstacle(Layer layer) {
        return switch (layer) {
            case BatchNorm _, ConditionalBatchNorm _ ->
                "batch normalization mixes the samples of a batch: use group normalization or none";
            case MinibatchStdDev _ -> "the minibatch standard deviation mixes the samples of a batch: leave it out";
            case SpectralNorm _ ->
                "spectral normalization ties each weight to all others of its layer, for which there is no rule here: use"
                        + " none or group normalization";
            case UpsampleConv _, LearnedConstant _, ClassEmbedding _ ->
                "there is no rule for the gradients of single samples of a " + layer.label() + " layer";
            case Parallel parallel ->
                parallel.branches().stream()
                        .flatMap(branch -> branch.layers().stream())
                        .map(LayerGradients::obstacle)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case Linear _,
                    Conv _,
                    ConvTranspose _,
                    ProjectionHead _,
                    GroupNorm _,
                    InstanceNorm _,
                    LayerNorm _,
                    Prelu _,
                    Activation _,
                    MaxPool _,
                    AveragePool _,
                    SumPool _,
                    Reshape _,
                    Rescale _,
                    Resample _,
                    Dropout _,
                    PixelShuffle _,
                    InputChannels _,
                    FillHoles _,
                    ReflectionPad _,
                    PhaseShuffle _,
                    Softmax _,
                    Spectrogram _,
                    GriffinLim _ -> null;
        };
    }

    /**
     * @param input {@code [k N, ...]}
     * @param gradient at the layer's output, {@code [k N, ...]}
     * @param samples N
     * @return by the parameter's name in the layer; empty for a layer without parameters
     */
    static Map<String, SampleGradients> of(Layer layer, Tensor input, Tensor gradient, int samples) {
        return switch (layer) {
            case Linear linear -> {
                Tensor rows = gradient.reshape(gradient.size(0), 1, -1);
                Map<String, SampleGradients> all = new LinkedHashMap<>();
                all.put("weight", matrix(input.reshape(input.size(0), 1, -1), rows, samples));
                if (linear.bias()) {
                    all.put("bias", new SampleGradients.Held(ofSamples(rows.sum(1), samples)));
                }
                yield all;
            }
            case ProjectionHead _ -> {
                Tensor features = input.reshape(input.size(0), 1, -1);
                Tensor logits = gradient.reshape(gradient.size(0), 1, -1);
                Map<String, SampleGradients> all = new LinkedHashMap<>();
                all.put("weight", matrix(features, logits.sum(2).reshape(-1, 1, 1), samples));
                all.put("embedding", matrix(features, logits, samples));
                yield all;
            }
            case Conv conv -> ofConvolution(conv, input, gradient, samples);
            case ConvTranspose conv -> ofTransposed(conv, input, gradient, samples);
            case GroupNorm norm -> ofNorm(input, norm.groups(), norm.epsilon(), gradient, samples);
            case InstanceNorm norm
            when norm.affine() -> ofNorm(input, Math.toIntExact(input.size(1)), norm.epsilon(), gradient, samples);
            case LayerNorm norm -> {
                Tensor normalized = Functions.groupNorm(input, 1, null, null, norm.epsilon());
                Map<String, SampleGradients> all = new LinkedHashMap<>();
                all.put("weight", new SampleGradients.Held(ofSamples(normalized.multiply(gradient), samples)));
                all.put("bias", new SampleGradients.Held(ofSamples(gradient, samples)));
                yield all;
            }
            case SumPool pool
            when pool.weighted() -> {
                long[] spread = new long[input.shape().length];
                Arrays.fill(spread, 1);
                spread[0] = input.size(0);
                spread[1] = input.size(1);
                yield Map.of(
                        "weight",
                        new SampleGradients.Held(ofSamples(input.multiply(gradient.reshape(spread)), samples)));
            }
            case Prelu _ ->
                Map.of(
                        "weight",
                        new SampleGradients.Held(ofSamples(
                                byChannel(
                                        Functions.relu(input.negate()).negate().multiply(gradient)),
                                samples)));
            default -> Map.of();
        };
    }

    private static Map<String, SampleGradients> ofNorm(
            Tensor input, int groups, double epsilon, Tensor gradient, int samples) {
        Tensor normalized = Functions.groupNorm(input, groups, null, null, epsilon);
        Map<String, SampleGradients> all = new LinkedHashMap<>();
        all.put("weight", new SampleGradients.Held(ofSamples(byChannel(normalized.multiply(gradient)), samples)));
        all.put("bias", new SampleGradients.Held(ofSamples(byChannel(gradient), samples)));
        return all;
    }

    private static Map<String, SampleGradients> ofConvolution(Conv conv, Tensor input, Tensor gradient, int samples) {
        int dimensions = input.shape().length - 2;
        Windows windows = new Windows(
                conv.kernel().toLongs(dimensions),
                conv.stride().toLongs(dimensions),
                conv.padding().toLongs(dimensions),
                conv.dilation().toLongs(dimensions));
        Tensor seen = windows.of(input, places(gradient), conv.groups());
        Tensor given = grouped(gradient, conv.groups());
        Map<String, SampleGradients> all = new LinkedHashMap<>();
        all.put(
                "weight",
                new SampleGradients.Products(
                        ofSamplesInGroups(seen, samples),
                        ofSamplesInGroups(given, samples),
                        kernels(conv.kernel().toLongs(dimensions), input.size(1) / conv.groups())));
        if (conv.bias()) {
            all.put("bias", new SampleGradients.Held(ofSamples(byChannel(gradient), samples)));
        }
        return all;
    }

    /** The gradient of a transposed convolution is a convolution: its input and its output change places. */
    private static Map<String, SampleGradients> ofTransposed(
            ConvTranspose conv, Tensor input, Tensor gradient, int samples) {
        int dimensions = input.shape().length - 2;
        long[] ones = new long[dimensions];
        Arrays.fill(ones, 1);
        Windows windows = new Windows(
                conv.kernel().toLongs(dimensions),
                conv.stride().toLongs(dimensions),
                conv.padding().toLongs(dimensions),
                ones);
        Tensor seen = windows.of(gradient, places(input), 1);
        Map<String, SampleGradients> all = new LinkedHashMap<>();
        all.put(
                "weight",
                new SampleGradients.Products(
                        ofSamplesInGroups(seen, samples),
                        ofSamplesInGroups(grouped(input, 1), samples),
                        kernels(conv.kernel().toLongs(dimensions), gradient.size(1))));
        if (conv.bias()) {
            all.put("bias", new SampleGradients.Held(ofSamples(byChannel(gradient), samples)));
        }
        return all;
    }

    private static long[] places(Tensor maps) {
        long[] shape = maps.shape();
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    /** From matrices with one row a channel and columns in the order (kernel, channel) to kernels {@code [out, C, kernel]}. */
    private static SampleGradients.Products.Form kernels(long[] kernel, long channels) {
        return matrices -> {
            int dimensions = kernel.length;
            long[] shape = new long[dimensions + 3];
            shape[0] = matrices.size(0);
            shape[1] = matrices.size(1) * matrices.size(2);
            System.arraycopy(kernel, 0, shape, 2, dimensions);
            shape[dimensions + 2] = channels;
            long[] order = new long[dimensions + 3];
            Arrays.setAll(order, axis -> axis < 2 ? axis : axis == 2 ? dimensions + 2 : axis - 1);
            return matrices.reshape(shape).permute(order);
        };
    }

    /** The gradients of a weight {@code [out, in]}, of rows {@code [k N, 1, in]} and {@code [k N, 1, out]}. */
    private static SampleGradients matrix(Tensor input, Tensor output, int samples) {
        return new SampleGradients.Products(
                ofSamplesInGroups(input.reshape(1, input.size(0), 1, -1), samples),
                ofSamplesInGroups(output.reshape(1, output.size(0), 1, -1), samples),
                matrices -> matrices.reshape(matrices.size(0), matrices.size(2), matrices.size(3)));
    }

    /** Channels innermost, {@code [groups, rows, T, C / groups]} of {@code [rows, C, spatial...]}. */
    private static Tensor grouped(Tensor maps, int groups) {
        Tensor rows = maps.reshape(maps.size(0), maps.size(1), -1).permute(0, 2, 1);
        return groups == 1
                ? rows.contiguous().reshape(1, rows.size(0), rows.size(1), -1)
                : rows.reshape(rows.size(0), rows.size(1), groups, -1)
                        .permute(2, 0, 1, 3)
                        .contiguous();
    }

    /** {@code [rows, C]} of {@code [rows, C, spatial...]} */
    private static Tensor byChannel(Tensor maps) {
        return maps.reshape(maps.size(0), maps.size(1), -1).sum(2);
    }

    /** {@code [N, ...]}, the sums of the rows of each sample, of {@code [k N, ...]}. */
    private static Tensor ofSamples(Tensor rows, int samples) {
        if (rows.size(0) == samples) {
            return rows;
        }
        long[] shape = rows.shape();
        long[] split = new long[shape.length + 1];
        split[0] = shape[0] / samples;
        split[1] = samples;
        System.arraycopy(shape, 1, split, 2, shape.length - 1);
        return rows.reshape(split).sum(0);
    }

    /** {@code [groups, N, k T, p]} of {@code [groups, k N, T, p]}: each row is another place of its sample. */
    private static Tensor ofSamplesInGroups(Tensor rows, int samples) {
        if (rows.size(1) == samples) {
            return rows;
        }
        long parts = rows.size(1) / samples;
        return rows.reshape(rows.size(0), parts, samples, rows.size(2), rows.size(3))
                .permute(0, 2, 1, 3, 4)
                .reshape(rows.size(0), samples, parts * rows.size(2), rows.size(3));
    }

    /** What the windows of a convolution see. */
    private record Windows(long[] kernel, long[] stride, long[] padding, long[] dilation) {
        /**
         * One row of numbers for each window, in the order (kernel, channel).
         *
         * @param maps {@code [rows, C, spatial...]}
         * @param places how many windows there are along each axis
         * @return {@code [groups, rows, T, kernel * C / groups]}
         */
        Tensor of(Tensor maps, long[] places, int groups) {
            int dimensions = kernel.length;
            long[] innermost = new long[dimensions + 2];
            Arrays.setAll(innermost, axis -> axis == 0 ? 0 : axis == dimensions + 1 ? 1 : axis + 1);
            Tensor padded = maps.permute(innermost).pad(margins(maps, places)).contiguous();
            long channels = maps.size(1);
            long rows = maps.size(0);
            // (rows, windows, kernel, groups, channels of a group)
            long[] shape = new long[2 * dimensions + 3];
            long[] strides = new long[2 * dimensions + 3];
            long step = channels;
            for (int axis = dimensions - 1; axis >= 0; axis--) {
                shape[1 + axis] = places[axis];
                strides[1 + axis] = step * stride[axis];
                shape[1 + dimensions + axis] = kernel[axis];
                strides[1 + dimensions + axis] = step * dilation[axis];
                step *= padded.size(1 + axis);
            }
            shape[0] = rows;
            strides[0] = step;
            shape[2 * dimensions + 1] = groups;
            strides[2 * dimensions + 1] = channels / groups;
            shape[2 * dimensions + 2] = channels / groups;
            strides[2 * dimensions + 2] = 1;
            Tensor windows = padded.reshape(-1).strided(shape, strides, 0);
            long all = Arrays.stream(places).reduce(1, Math::multiplyExact);
            if (groups > 1) {
                long[] order = new long[shape.length];
                Arrays.setAll(
                        order, axis -> axis == 0 ? 2 * dimensions + 1 : axis <= 2 * dimensions + 1 ? axis - 1 : axis);
                windows = windows.permute(order);
            }
            return windows.reshape(groups, rows, all, -1);
        }

        /** Zeros before and after each axis but rows and channels, as {@link Tensor#pad} wants them, the last axis first. */
        private long[] margins(Tensor maps, long[] places) {
            int dimensions = kernel.length;
            long[] margins = new long[2 * dimensions + 2];
            for (int axis = 0; axis < dimensions; axis++) {
                long needed = (places[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
                int at = 2 * (dimensions - axis);
                margins[at] = padding[axis];
                // No more than the last window sees; less than nothing where it does not reach the border.
                margins[at + 1] = needed - padding[axis] - maps.size(2 + axis);
            }
            return margins;
        }
    }

    /** Both, one after the other, where a layer ran more than once. */
    static Tensor joined(List<Tensor> rows) {
        return rows.size() == 1 ? rows.getFirst() : Tensors.concatenate(rows, 0);
    }
}
