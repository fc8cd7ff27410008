package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one side as metrics see them: everything is computed at its first use, and the features and the class scores only once.
 * Whoever makes it closes it; the source and the network stay open. Not thread-safe.
 */
public final class Samples implements AutoCloseable {
    private static final Function<Samples, Tensor> LOGITS = samples -> samples.network.logits(samples.features());
    private static final int WINDOWS = 32;

    private final ImageSource source;
    private final FeatureNetwork network;
    private final Supplier<ExtractedFeatures> extraction;
    private final LazyValues<Samples> computed = new LazyValues<>();
    private @Nullable ExtractedFeatures extracted;

    /**
     * @param name of the source, for the progress
     * @param progress hears how far the extraction of features is
     */
    public Samples(ImageSource source, String name, FeatureNetwork network, EvaluationProgress progress) {
        this(source, network, () -> ExtractedFeatures.from(source, name, network, progress));
    }

    /** @param extraction of the features of {@code source}; what it gives is closed with this */
    Samples(ImageSource source, FeatureNetwork network, Supplier<ExtractedFeatures> extraction) {
        this.source = source;
        this.network = network;
        this.extraction = extraction;
    }

    /** How many there are. */
    public int count() {
        return source.count();
    }

    public SampleFormat format() {
        return source.format();
    }

    /** The samples themselves. */
    public ImageSource source() {
        return source;
    }

    /** {@code [count, dimensions]} float32 on the CPU, as the feature network sees them; owned by this object. */
    public Tensor features() {
        ExtractedFeatures present = extracted;
        if (present == null) {
            present = extraction.get();
            extracted = present;
        }
        return present.features();
    }

    /** Classes that the feature network tells apart, or 0 when it tells none. */
    public int classes() {
        return network.classes();
    }

    /**
     * The scores of the classes before the softmax, {@code [count, classes]}; owned by this object.
     *
     * @throws UnsupportedOperationException when the feature network tells no classes
     */
    public Tensor logits() {
        return once(LOGITS);
    }

    /** The most likely class of each sample. @throws UnsupportedOperationException as {@link #logits} */
    public long[] labels() {
        try (var _ = TensorScope.open()) {
            return logits().argmax().toLongs();
        }
    }

    /**
     * Some of the images themselves, spread over all: computed anew each time, in the open scope.
     *
     * @param some at most {@link #count}
     * @return {@code [some, C, H, W]} float32 in [-1, 1], on the CPU
     */
    public Tensor pixels(int some) {
        try (Arena arena = Arena.ofConfined()) {
            long bytes = format().bytes();
            MemorySegment pixels = arena.allocate(some * bytes);
            // Windows spread over the source: a sorted folder must not show its first classes only.
            for (int window = 0; window < WINDOWS; window++) {
                int from = (int) ((long) some * window / WINDOWS);
                int length = (int) ((long) some * (window + 1) / WINDOWS) - from;
                int start = (int) ((long) (count() - length) * window / (WINDOWS - 1));
                if (length > 0) {
                    source.fill(start, length, pixels.asSlice(from * bytes));
                }
            }
            return format().toTensor(pixels, some, Device.CPU);
        }
    }

    /**
     * Something that several metrics are computed from, or that the same metric needs of the reals at each evaluation: computed at
     * its first use, and kept until these samples are closed.
     *
     * @param computation equal ones are the same: a constant, or a record. A tensor that it returns must be a new one; what holds
     *     tensors is closed with these samples when it is {@link AutoCloseable}
     */
    public <T> T once(Function<? super Samples, T> computation) {
        return computed.of(this, computation);
    }

    @Override
    public void close() {
        computed.close();
        if (extracted != null) {
            extracted.close();
            extracted = null;
        }
    }
}
