package dev.duello.metric.inception;

import dev.duello.metric.inception.InceptionBlock.Chain;
import dev.duello.metric.inception.InceptionBlock.Convolve;
import dev.duello.metric.inception.InceptionBlock.Fork;
import dev.duello.metric.inception.InceptionBlock.Pool;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.Precision;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Inception network of FID in evaluation mode. Published numbers are computed with {@link Precision#FP32}. Whoever makes
 * it closes it. Not thread-safe.
 */
public final class InceptionNetwork implements AutoCloseable {
    private static final long[] WINDOW = {3, 3};
    private static final long[] ONE = {1, 1};

    /** A convolution that its batch normalization was folded into. */
    private record Folded(Tensor weight, Tensor bias) {}

    private final Map<String, Folded> convolutions = new HashMap<>();
    private final Tensor classes;
    private final String name;
    private final DType compute;

    private InceptionNetwork(InceptionWeights weights, Device device, Precision precision) {
        name = weights.name();
        compute = precision.compute();
        try (var _ = TensorScope.open();
                var _ = GradientMode.off()) {
            classes = weights.get("fc.weight", InceptionLayout.CLASSES, InceptionLayout.FEATURES)
                    .to(DType.FLOAT32)
                    .to(device)
                    .copy()
                    .keep();
            try {
                fold(InceptionLayout.NETWORK, 3, weights, device);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    /**
     * Copies weights into a network.
     *
     * @throws dev.duello.data.DataException when a weight is missing or has another shape
     */
    public static InceptionNetwork of(InceptionWeights weights, Device device, Precision precision) {
        return new InceptionNetwork(weights, device, precision);
    }

    /** Reads a file of weights into a network. @throws dev.duello.data.DataException as {@link InceptionWeights#open} */
    public static InceptionNetwork open(Path file, Device device, Precision precision) {
        try (var _ = TensorScope.open()) {
            return of(InceptionWeights.open(file), device, precision);
        }
    }

    /** What the name of a metric says of this network: {@code inception-} and the first 12 digits of the weights' SHA-256. */
    public String name() {
        return name;
    }

    /**
     * What the last layer sees, averaged over the positions.
     *
     * @param images {@code [N, 3, 299, 299]} in [-1, 1), as {@link InceptionResize#prepare} makes them
     * @return {@code [N, 2048]}, float32, never negative
     */
    public Tensor features(Tensor images) {
        long[] shape = images.shape();
        if (shape.length != 4 || shape[1] != 3 || Math.min(shape[2], shape[3]) < 75) {
            throw new IllegalArgumentException(
                    "need [N, 3, 299, 299] (at least 75 by 75), not " + Arrays.toString(shape));
        }
        try (var _ = GradientMode.off()) {
            Tensor maps = apply(InceptionLayout.NETWORK, images.to(compute).channelsLast())
                    .to(DType.FLOAT32);
            return maps.sum(2, 3).multiply_(1.0 / (maps.size(2) * maps.size(3)));
        }
    }

    /**
     * The logits of the inception score, which leaves out the bias of the last layer.
     *
     * @param features {@code [N, 2048]}
     * @return {@code [N, 1008]}, before the softmax
     */
    public Tensor logits(Tensor features) {
        try (var _ = GradientMode.off()) {
            return Functions.linear(features, classes, null);
        }
    }

    private Tensor apply(InceptionBlock part, Tensor x) {
        return switch (part) {
            case Chain(List<InceptionBlock> parts) -> applyAll(parts, x);
            case Fork(List<InceptionBlock> branches) ->
                Tensors.concatenate(
                        branches.stream().map(branch -> apply(branch, x)).toList(), 1);
            case Convolve convolve -> {
                Folded folded = convolutions.get(convolve.name());
                yield Functions.convolution(x, folded.weight, folded.bias, convolve.strides(), convolve.padding(), 1)
                        .relu_();
            }
            case Pool.HALVE -> Functions.maxPool(x, WINDOW, new long[] {2, 2}, new long[2]);
            case Pool.MAX -> Functions.maxPool(x, WINDOW, ONE, ONE);
            case Pool.AVERAGE -> Functions.averagePool(x, WINDOW, ONE, ONE);
        };
    }

    /** Frees each intermediate as soon as the next is there: those of one image take 60 MB together. */
    private Tensor applyAll(List<InceptionBlock> parts, Tensor input) {
        Tensor x = input.detach().keep();
        for (InceptionBlock part : parts) {
            try (Tensor before = x;
                    var _ = TensorScope.open()) {
                x = apply(part, before).keep();
            }
        }
        try (Tensor last = x) {
            return last.detach();
        }
    }

    /** Returns the output channels. */
    private int fold(InceptionBlock part, int channels, InceptionWeights weights, Device device) {
        return switch (part) {
            case Chain(List<InceptionBlock> parts) -> {
                int out = channels;
                for (InceptionBlock next : parts) {
                    out = fold(next, out, weights, device);
                }
                yield out;
            }
            case Fork(List<InceptionBlock> branches) ->
                branches.stream()
                        .mapToInt(branch -> fold(branch, channels, weights, device))
                        .sum();
            case Convolve convolve -> {
                convolutions.put(convolve.name(), fold(convolve, channels, weights, device));
                yield convolve.out();
            }
            case Pool _ -> channels;
        };
    }

    private Folded fold(Convolve convolve, int in, InceptionWeights weights, Device device) {
        try (var _ = TensorScope.open()) {
            String normalize = convolve.name() + ".bn.";
            int out = convolve.out();
            Tensor deviation = weights.get(normalize + "running_var", out)
                    .to(DType.FLOAT64)
                    .add(InceptionLayout.EPSILON)
                    .sqrt();
            Tensor scale =
                    weights.get(normalize + "weight", out).to(DType.FLOAT64).divide(deviation);
            Tensor bias = weights.get(normalize + "bias", out)
                    .to(DType.FLOAT64)
                    .subtract(weights.get(normalize + "running_mean", out)
                            .to(DType.FLOAT64)
                            .multiply(scale));
            Tensor weight = weights.get(convolve.name() + ".conv.weight", convolve.weightShape(in))
                    .to(DType.FLOAT64)
                    .multiply(scale.reshape(out, 1, 1, 1));
            return new Folded(
                    weight.to(compute).to(device).channelsLast().keep(),
                    bias.to(compute).to(device).keep());
        }
    }

    @Override
    public void close() {
        convolutions.values().forEach(folded -> {
            folded.weight.close();
            folded.bias.close();
        });
        classes.close();
    }
}
