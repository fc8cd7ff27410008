package dev.duello.data.cache;

import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.SampleFormat;
import dev.duello.data.SkippedFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A set over memory outside the heap, be it mapped or allocated, that the arena owns. */
public final class SegmentDataset implements Dataset {

    /** How labels are stored: int32, little-endian. */
    public static final ValueLayout.OfInt LABEL = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** What is known about a set besides its samples. */
    public record About(
            String name,
            SampleFormat format,
            int size,
            List<String> classes,
            String fingerprint,
            List<SkippedFile> skipped,
            int skippedCount,
            LoadReport report) {}

    private final Arena arena;
    private final About about;
    private final MemorySegment samples;
    private final @Nullable MemorySegment labels;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Supplier<@Nullable Dataset> opener;
    private @Nullable Dataset heldOut;

    public SegmentDataset(Arena arena, About about, MemorySegment samples, @Nullable MemorySegment labels) {
        this.arena = arena;
        this.about = about;
        this.samples = samples.asReadOnly();
        this.labels = labels;
    }

    /** @param opener opens the held-out part once somebody asks for it; null when there is none */
    public SegmentDataset withHeldOut(Supplier<@Nullable Dataset> opener) {
        this.opener = opener;
        return this;
    }

    @Override
    public String name() {
        return about.name;
    }

    @Override
    public SampleFormat format() {
        return about.format;
    }

    @Override
    public int size() {
        return about.size;
    }

    @Override
    public List<String> classes() {
        return about.classes;
    }

    @Override
    public int label(int index) {
        Objects.checkIndex(index, about.size);
        return labels == null ? -1 : labels.getAtIndex(LABEL, index);
    }

    @Override
    public void gather(int[] indices, MemorySegment target) {
        long bytes = about.format.bytes();
        Objects.checkFromIndexSize(0, indices.length * bytes, target.byteSize());
        for (int i = 0; i < indices.length; i++) {
            int index = Objects.checkIndex(indices[i], about.size);
            MemorySegment.copy(samples, index * bytes, target, i * bytes, bytes);
        }
    }

    @Override
    public @Nullable Dataset heldOut() {
        synchronized (closed) {
            if (opener != null && !closed.get()) {
                heldOut = opener.get();
                opener = null;
            }
            return heldOut;
        }
    }

    @Override
    public String fingerprint() {
        return about.fingerprint;
    }

    @Override
    public List<SkippedFile> skipped() {
        return about.skipped;
    }

    @Override
    public int skippedCount() {
        return about.skippedCount;
    }

    @Override
    public LoadReport report() {
        return about.report;
    }

    @Override
    public void close() {
        synchronized (closed) {
            if (!closed.getAndSet(true)) {
                arena.close();
                if (heldOut != null) {
                    heldOut.close();
                }
            }
        }
    }

    @Override
    public String toString() {
        return about.name + ": " + about.size + " " + about.format.medium().plural() + " of " + about.format;
    }
}
