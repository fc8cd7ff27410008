package dev.duello.data;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one format, with or without labels, in an order that never changes.
 *
 * <p>The samples lie outside the heap, mapped from a cache file: the operating system pages in what is used, so a set may
 * be larger than memory. All methods may be called from several threads. Whoever opened the set closes it; after
 * {@link #close} its samples and labels cannot be read, which {@link IllegalStateException} tells.
 */
public interface Dataset extends AutoCloseable {

    /** A short name for people: the catalog name, or the last part of the path. */
    String name();

    SampleFormat format();

    /** The number of samples, at least 1. */
    int size();

    /** The names of the classes by label; empty when the set is unlabeled. */
    List<String> classes();

    /**
     * The class of a sample: an index into {@link #classes}, or -1 when the set is unlabeled.
     *
     * @throws IndexOutOfBoundsException when there is no such sample
     */
    int label(int index);

    /**
     * Copies samples in the order of {@code indices}; an index may come more than once.
     *
     * @param target receives {@code indices.length} samples in the stored form of the {@link #format}; may be larger than needed
     * @throws IndexOutOfBoundsException when there is no such sample, or the target is too small
     */
    void gather(int[] indices, MemorySegment target);

    /**
     * A copy of one sample in its stored form.
     *
     * @throws IndexOutOfBoundsException when there is no such sample
     */
    default byte[] stored(int index) {
        byte[] sample = new byte[format().bytes()];
        gather(new int[] {index}, MemorySegment.ofArray(sample));
        return sample;
    }

    /**
     * Some of the samples as a set of their own, which reads from this one: keep this open as long. Its fingerprint tells the
     * same samples of the same set from all others.
     *
     * @param indices at least one; an index may come more than once
     * @throws IndexOutOfBoundsException when there is no such sample
     */
    default Dataset subset(int[] indices) {
        return new Subset(this, indices, null);
    }

    /**
     * Samples of the same kind and format that no training sees, such as the test part of a known set; null when there are
     * none. It belongs to this set and is closed with it.
     */
    default @Nullable Dataset heldOut() {
        return null;
    }

    /** What each sample is to be made from, or null where nothing is given but the samples. */
    default @Nullable Sources sources() {
        return null;
    }

    /**
     * {@code "sha256:<64 hex digits>"} over format, samples and labels: equal for equal data, wherever it was read.
     */
    String fingerprint();

    /** What could not be read, in the order of the files; at most the first 1000. */
    List<SkippedFile> skipped();

    /** How many files could not be read, including those that {@link #skipped} leaves out. */
    default int skippedCount() {
        return skipped().size();
    }

    /** What else was found while the samples were read, for people. */
    LoadReport report();

    /** Releases the mapping. The cache file stays. Closing twice does nothing. */
    @Override
    void close();
}
