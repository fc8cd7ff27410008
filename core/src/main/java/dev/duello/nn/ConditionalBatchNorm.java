package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Batch normalization whose scale and shift depend on the class (Dumoulin et al., 2017): what all classes have in common, plus
 * each class's own, which starts at 0. Without the common part, which every image teaches, learning was several times slower.
 *
 * @param momentum the share of a new batch in the running statistics
 * @param epsilon added to the variance
 */
public record ConditionalBatchNorm(int classes, double momentum, double epsilon) implements Layer {
    private static final int LONG_RUN = 64;

    /** With PyTorch's defaults: momentum 0.1, epsilon 1e-5. */
    public ConditionalBatchNorm(int classes) {
        this(classes, 0.1, 1e-5);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Map<String, Shape> namedInputs() {
        return Map.of(Architecture.CLASS, Shape.of(classes));
    }

    @Override
    public List<ParameterSpec> parameters(Shape input) {
        Shape perChannel = Shape.of(input.channels());
        Shape perClass = Shape.of(input.channels(), classes);
        return List.of(
                new ParameterSpec("weight", perChannel, ParameterSpec.Role.SCALE),
                ParameterSpec.bias(input.channels()),
                new ParameterSpec("scale", perClass, ParameterSpec.Role.BIAS),
                new ParameterSpec("shift", perClass, ParameterSpec.Role.BIAS),
                new ParameterSpec("running_mean", perChannel, ParameterSpec.Role.RUNNING_MEAN),
                new ParameterSpec("running_var", perChannel, ParameterSpec.Role.RUNNING_VARIANCE));
    }

    @Override
    public Tensor forward(Tensor input, LayerWeights weights) {
        Tensor normalized = BatchStatistics.normalize(input, null, null, weights, momentum, epsilon);
        Tensor scale = ofClass("scale", "weight", input, weights);
        Tensor shift = ofClass("shift", "bias", input, weights);
        long[] shape = input.shape();
        if (shape.length != 4) {
            return shift.addProduct(normalized, scale);
        }
        // With channels innermost, numbers are scaled in runs that lie together in memory.
        // A few channels are a short run, dear for its length; several pixels side by side are a long one.
        long pixels = pixelsOfARun(shape[1], shape[3]);
        Tensor runs = normalized.permute(0, 2, 3, 1).reshape(shape[0], shape[2] * shape[3] / pixels, pixels * shape[1]);
        return repeated(shift, pixels)
                .addProduct(runs, repeated(scale, pixels))
                .reshape(shape[0], shape[2], shape[3], shape[1])
                .permute(0, 3, 1, 2);
    }

    /** A part of a row that together has enough numbers, or the whole row. */
    private static long pixelsOfARun(long channels, long width) {
        return LongStream.rangeClosed(1, width)
                .filter(pixels -> width % pixels == 0 && pixels * channels >= LONG_RUN)
                .findFirst()
                .orElse(width);
    }

    /** {@code [N, 1, times C]} of {@code [N, C, 1, 1]} */
    private static Tensor repeated(Tensor perChannel, long times) {
        long n = perChannel.size(0);
        long channels = perChannel.size(1);
        return perChannel
                .reshape(n, 1, 1, channels)
                .expand(n, 1, times, channels)
                .reshape(n, 1, times * channels);
    }

    private static Tensor ofClass(String own, String common, Tensor input, LayerWeights weights) {
        long[] perChannel = input.shape();
        Arrays.fill(perChannel, 2, perChannel.length, 1);
        return Functions.linear(weights.pass().input(Architecture.CLASS), weights.stored(own), weights.stored(common))
                .to(input.dtype())
                .reshape(perChannel);
    }

    @Override
    public boolean mixesImages() {
        return true;
    }

    @Override
    public String label() {
        return "conditional-batch-norm";
    }
}
