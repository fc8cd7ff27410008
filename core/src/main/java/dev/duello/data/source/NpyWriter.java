package dev.duello.data.source;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.FileErrors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes an array in NumPy's {@code .npy} format part by part, so that it may be larger than memory. The file is whole once
 * {@link #finish} returns, and absent otherwise. Whoever makes it closes it. Not thread-safe.
 */
public final class NpyWriter implements AutoCloseable {
    private final Path file;
    private final int[] shape;
    private final Path beside;
    private final FileChannel out;
    private long missing;

    /**
     * An array of uint8.
     *
     * @param shape the dimensions of the whole array
     * @throws DataException when the file cannot be written
     */
    public NpyWriter(Path file, int[] shape) {
        this(file, shape, "|u1", 1);
    }

    /**
     * An array of float32 instead of uint8, in the byte order of this machine's memory, which is that of all that Duello runs on.
     *
     * @param shape the dimensions of the whole array
     * @throws DataException when the file cannot be written
     */
    public static NpyWriter ofFloats(Path file, int[] shape) {
        return new NpyWriter(file, shape, "<f4", 4);
    }

    /**
     * An array of samples.
     *
     * @param count how many
     * @throws DataException when the file cannot be written
     */
    public static NpyWriter of(Path file, SampleArray samples, int count) {
        return new NpyWriter(file, samples.shape(count), samples.type(), samples.elementBytes());
    }

    private NpyWriter(Path file, int[] shape, String type, int bytes) {
        this.file = file;
        this.shape = shape.clone();
        this.missing = bytes * Npy.count(shape);
        try {
            beside = AtomicFiles.beside(file);
            out = FileChannel.open(beside, StandardOpenOption.WRITE);
            AtomicFiles.writeFully(out, ByteBuffer.wrap(Npy.header(type, shape)));
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /**
     * Appends elements, row-major.
     *
     * @throws DataException when they cannot be written
     * @throws IllegalArgumentException when the array has no place for so many
     */
    public void add(MemorySegment part) {
        if (part.byteSize() > missing) {
            throw new IllegalArgumentException(part.byteSize() + " more bytes than the " + missing + " that shape "
                    + Arrays.toString(shape) + " lacks.");
        }
        missing -= part.byteSize();
        try {
            AtomicFiles.writeFully(out, part);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /**
     * Flushes the file and gives it its name.
     *
     * @throws DataException when that fails
     * @throws IllegalArgumentException when elements are missing
     */
    public void finish() {
        if (missing > 0) {
            throw new IllegalArgumentException("Shape " + Arrays.toString(shape) + " has " + missing + " bytes more.");
        }
        try {
            out.force(true);
            out.close();
            AtomicFiles.replace(beside, file);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        } finally {
            AtomicFiles.discard(beside);
        }
    }
}
