package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.metric.FeatureNetwork;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.train.DataSettings;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at generated samples as measuring does: by its features, and where the data have classes, by its classes. Whoever opens it closes it. */
final class SampleJudge implements AutoCloseable {
    private static final int BATCH = 250;

    private final FeatureNetwork network;
    private final SampleFormat format;
    private final Dataset reals;

    private SampleJudge(FeatureNetwork network, SampleFormat format, Dataset reals) {
        this.network = network;
        this.format = format;
        this.reals = reals;
    }

    /**
     * With the data that a run was trained on.
     *
     * @throws DataException when they are not there any more
     */
    static SampleJudge open(DataSettings data, SampleFormat format, PrintWriter err, boolean quiet) {
        RealImages reals =
                RealImages.open(data.source(), data.loadOptions(Split.TRAIN).withFormat(format));
        try (EvaluationProgressLine progress = new EvaluationProgressLine(err, quiet)) {
            return new SampleJudge(reals.network("auto", progress), format, reals.images());
        } catch (RuntimeException e) {
            reals.close();
            throw e;
        }
    }

    /** The same, but null where the data are not there any more. */
    static @Nullable SampleJudge ifThere(DataSettings data, SampleFormat format, PrintWriter err, boolean quiet) {
        try {
            return open(data, format, err, quiet);
        } catch (DataException e) {
            return null;
        }
    }

    String name() {
        return network.name();
    }

    /** The real images. */
    Dataset reals() {
        return reals;
    }

    /** The class of each sample {@code [N, C, spatial...]} in [-1, 1]; null where the data have none. */
    @Nullable
    Function<Tensor, int[]> classes() {
        return network.classes() == 0 ? null : this::classesOf;
    }

    private int[] classesOf(Tensor images) {
        try (var _ = TensorScope.open()) {
            long[] labels = network.logits(features(images)).argmax().toLongs();
            int[] classes = new int[labels.length];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = (int) labels[i];
            }
            return classes;
        }
    }

    /** @param images {@code [N, C, spatial...]} in [-1, 1] @return {@code [N, d]} on the CPU */
    Tensor features(Tensor images) {
        int count = Math.toIntExact(images.size(0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            format.toStored(images).copyTo(pixels);
            return network.features(pixels, count, format);
        }
    }

    /** The features of real images. @param indices into {@link #reals} */
    Tensor features(int[] indices) {
        List<Tensor> parts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) BATCH * format.bytes());
            for (int start = 0; start < indices.length; start += BATCH) {
                int[] some = Arrays.copyOfRange(indices, start, Math.min(indices.length, start + BATCH));
                reals.gather(some, pixels);
                try (var _ = TensorScope.open()) {
                    parts.add(
                            network.features(pixels, some.length, format).copy().keep());
                }
            }
        }
        parts.forEach(Tensor::handOver);
        return Tensors.concatenate(parts, 0);
    }

    /** With gradients, for a search; null where the network or the device cannot. */
    @Nullable
    UnaryOperator<Tensor> differentiable(Device device) {
        return device == Device.CPU ? network.differentiable().orElse(null) : null;
    }

    @Override
    public void close() {
        network.close();
        reals.close();
    }
}
