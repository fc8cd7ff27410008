package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.GradientMode;
import dev.duello.torch.GroupTotal;
import dev.duello.torch.ProcessGroup;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The batch whose statistics batch normalization takes on this thread: that of a pass, or, synchronized, that of all processes of a
 * group together, of which a pass sees a share. Every process must then make the same passes. Close it to go back.
 */
public final class BatchStatistics implements AutoCloseable {
    private static final ThreadLocal<ProcessGroup> PRESENT = ThreadLocal.withInitial(() -> ProcessGroup.SINGLE);

    private final ProcessGroup before;

    private BatchStatistics(ProcessGroup before) {
        this.before = before;
    }

    /** Over the shares of all members, until it is closed; over each pass alone in {@link ProcessGroup#SINGLE}. */
    public static BatchStatistics of(ProcessGroup group) {
        BatchStatistics statistics = new BatchStatistics(PRESENT.get());
        PRESENT.set(group);
        return statistics;
    }

    /**
     * Normalizes each channel, see {@link Functions#batchNorm}.
     *
     * @param input {@code [N, C, spatial...]}
     * @param weight {@code [C]}, or null; as {@code bias}
     */
    static Tensor normalize(
            Tensor input,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            LayerWeights weights,
            double momentum,
            double epsilon) {
        Tensor mean = weights.stored("running_mean");
        Tensor variance = weights.stored("running_var");
        ProcessGroup group = PRESENT.get();
        boolean isTraining = weights.mode() == Mode.TRAIN;
        return isTraining && group.size() > 1
                ? overGroup(group, input, weight, bias, mean, variance, momentum, epsilon)
                : Functions.batchNorm(input, weight, bias, mean, variance, isTraining, momentum, epsilon);
    }

    private static Tensor overGroup(
            ProcessGroup group,
            Tensor input,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            Tensor runningMean,
            Tensor runningVariance,
            double momentum,
            double epsilon) {
        long[] perChannel = input.shape();
        Arrays.fill(perChannel, 1);
        perChannel[1] = input.size(1);
        long[] others =
                LongStream.range(0, perChannel.length).filter(axis -> axis != 1).toArray();
        Tensor values = input.to(DType.FLOAT32);
        Tensor count = Tensors.of(new float[] {(float) ((double) input.elements() / input.size(1))}, 1)
                .toDeviceOf(values);
        Tensor sums = GroupTotal.of(group, Tensors.concatenate(List.of(values.sum(others), count), 0));
        Tensor all = sums.narrow(0, input.size(1), 1);
        Tensor mean = sums.narrow(0, 0, input.size(1)).divide(all);
        Tensor centered = values.subtract(mean.reshape(perChannel));
        // From the mean over all rather than from squares, which would lose digits.
        Tensor variance = GroupTotal.of(group, centered.square().sum(others)).divide(all);
        Tensor normalized =
                centered.multiply(variance.add(epsilon).sqrt().reciprocal().reshape(perChannel));
        Tensor scaled = weight == null ? normalized : normalized.multiply(weight.reshape(perChannel));
        Tensor result = bias == null ? scaled : scaled.add(bias.reshape(perChannel));
        try (var _ = GradientMode.off()) {
            runningMean.multiply_(1 - momentum).add_(mean, momentum);
            double counted = all.item();
            runningVariance.multiply_(1 - momentum).add_(variance, momentum * counted / Math.max(1, counted - 1));
        }
        return result.to(input.dtype());
    }

    @Override
    public void close() {
        PRESENT.set(before);
    }
}
