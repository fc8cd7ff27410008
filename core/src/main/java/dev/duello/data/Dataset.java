package dev.duello.data;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Images of one format, with or without labels, in an order that never changes.
 *
 * <p>The pixels lie outside the heap, mapped from a cache file: the operating system pages in what is used, so a set may
 * be larger than memory. All methods may be called from several threads. Whoever opened the set closes it; after
 * {@link #close} the segments it handed out throw {@link IllegalStateException} when touched.
 */
public interface Dataset extends AutoCloseable {

    /** A short name for people: the catalogue name, or the last part of the path. */
    String name();

    ImageFormat format();

    /** The number of images, at least 1. */
    int size();

    /** The names of the classes by label; empty when the set is unlabelled. */
    List<String> classes();

    /**
     * The class of an image: an index into {@link #classes}, or -1 when the set is unlabelled.
     *
     * @throws IndexOutOfBoundsException when there is no such image
     */
    int label(int index);

    /**
     * Copies images in the order of {@code indices}; an index may come more than once.
     *
     * @param target receives uint8 {@code [indices.length, H, W, C]}, row-major; may be larger than needed
     * @throws IndexOutOfBoundsException when there is no such image, or the target is too small
     */
    void gather(int[] indices, MemorySegment target);

    /** All pixels: uint8 {@code [N, H, W, C]}, row-major, read-only, valid until {@link #close}. */
    MemorySegment pixels();

    /** {@code "sha256:<64 hex digits>"} over format, pixels and labels: equal for equal data, wherever it was read. */
    String fingerprint();

    /** What could not be read, in the order of the files; at most the first 1000. */
    List<Skipped> skipped();

    /** How many files could not be read, including those that {@link #skipped} leaves out. */
    default int skippedCount() {
        return skipped().size();
    }

    /** What else was found while the images were read, for people. */
    LoadReport report();

    /** Releases the mapping. The cache file stays. Closing twice does nothing. */
    @Override
    void close();
}
