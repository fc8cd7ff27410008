package dev.duello.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples of another set, each with what it is to be made from. Closing it leaves the other open. */
public final class Paired implements Dataset {
    private final Dataset targets;
    private final Sources sources;
    private final @Nullable Dataset heldOut;
    private final Runnable closing;

    /**
     * @param targets the samples; keep them open as long
     * @param sources one for each of them
     * @param heldOut pairs that no training sees, or null
     * @param closing called when this is closed, such as to close what the sources are read from
     */
    public Paired(Dataset targets, Sources sources, @Nullable Dataset heldOut, Runnable closing) {
        this.targets = targets;
        this.sources = sources;
        this.heldOut = heldOut;
        this.closing = closing;
    }

    @Override
    public String name() {
        return targets.name();
    }

    @Override
    public SampleFormat format() {
        return targets.format();
    }

    @Override
    public int size() {
        return targets.size();
    }

    @Override
    public List<String> classes() {
        return targets.classes();
    }

    @Override
    public int label(int index) {
        return targets.label(index);
    }

    @Override
    public void gather(int[] indices, MemorySegment target) {
        targets.gather(indices, target);
    }

    @Override
    public Sources sources() {
        return sources;
    }

    @Override
    public @Nullable Dataset heldOut() {
        return heldOut;
    }

    /** That of the samples where the sources follow from them, so that what was computed of the samples is known again. */
    @Override
    public String fingerprint() {
        return sources.fingerprint().isEmpty()
                ? targets.fingerprint()
                : "sha256:"
                        + new Sha256()
                                .add(targets.fingerprint())
                                .add(sources.fingerprint())
                                .hex();
    }

    @Override
    public List<SkippedFile> skipped() {
        return targets.skipped();
    }

    @Override
    public int skippedCount() {
        return targets.skippedCount();
    }

    @Override
    public LoadReport report() {
        return targets.report();
    }

    @Override
    public void close() {
        closing.run();
    }

    @Override
    public String toString() {
        return "pairs of " + targets;
    }
}
