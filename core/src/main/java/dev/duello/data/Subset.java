package dev.duello.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Some samples of another set, in an order of their own. Closing it leaves the other open. */
final class Subset implements Dataset {
    private final Dataset whole;
    private final int[] indices;
    private final @Nullable Sources allSources;
    private final @Nullable Dataset heldOut;

    /** @param heldOut samples of the same set that are not among these, or null */
    Subset(Dataset whole, int[] indices, @Nullable Dataset heldOut) {
        this(whole, indices, whole.sources(), heldOut);
    }

    /** @param allSources of all samples of the whole set, in the place of its own */
    Subset(Dataset whole, int[] indices, @Nullable Sources allSources, @Nullable Dataset heldOut) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("A data set has at least one sample.");
        }
        for (int index : indices) {
            Objects.checkIndex(index, whole.size());
        }
        this.whole = whole;
        this.indices = indices.clone();
        this.allSources = allSources;
        this.heldOut = heldOut;
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public SampleFormat format() {
        return whole.format();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int label(int index) {
        return whole.label(indices[index]);
    }

    @Override
    public void gather(int[] wanted, MemorySegment target) {
        int[] there = new int[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            there[i] = indices[Objects.checkIndex(wanted[i], indices.length)];
        }
        whole.gather(there, target);
    }

    @Override
    public @Nullable Sources sources() {
        return allSources == null ? null : allSources.subset(indices);
    }

    @Override
    public @Nullable Dataset heldOut() {
        return heldOut;
    }

    /** Follows from that of the whole set and the indices: reading all samples would take long. */
    @Override
    public String fingerprint() {
        Sha256 digest = new Sha256().add(whole.fingerprint());
        for (int index : indices) {
            digest.add(index);
        }
        return "sha256:" + digest.hex();
    }

    @Override
    public List<SkippedFile> skipped() {
        return List.of();
    }

    @Override
    public LoadReport report() {
        return LoadReport.EMPTY;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return size() + " of " + whole;
    }
}
