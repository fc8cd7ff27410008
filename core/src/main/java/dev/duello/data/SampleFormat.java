package dev.duello.data;

import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How all samples of a {@link Dataset} are stored, and how the stored form becomes what networks take and back. Formats are
 * values: equal formats store equal samples in equal bytes. {@code toString} names the format for people, such as
 * {@code 28x28x1}.
 */
public interface SampleFormat {

    Medium medium();

    /** The model form of one sample: channels, then any number of spatial axes, {@code [C, spatial...]}. */
    List<Integer> shape();

    /** The size of one stored sample in bytes. */
    int bytes();

    /**
     * Samples as networks take them.
     *
     * @param stored native memory, {@code count} samples one behind the other
     * @return {@code [count, C, spatial...]} in [-1, 1], float32, a copy on the device
     */
    Tensor toTensor(MemorySegment stored, int count, Device device);

    /**
     * Samples as they are stored.
     *
     * @param samples {@code [N, C, spatial...]} in [-1, 1]; what lies outside is cut off
     * @return a tensor on the CPU whose memory is the N stored samples, each number rounded to the nearest
     */
    Tensor toStored(Tensor samples);

    /** How many samples one looks at, or listens to, at a time. */
    default int shownAtOnce() {
        return 64;
    }

    /** How many of so many samples are beside each other in a {@link #picture}, unless somebody says it: as square as can be. */
    default int usualColumns(long count) {
        return columns(count);
    }

    /**
     * Samples to look at, as the bytes of a PNG file, row by row from the top left.
     *
     * @param stored any number of samples, at least 1
     * @param columns samples beside each other, at least 1
     * @throws IllegalArgumentException when the bytes are not a whole number of samples, or too many for one picture
     */
    byte[] picture(MemorySegment stored, int columns);

    /**
     * The size of one sample in a picture, and the margin around each. Where small samples are drawn larger, as images are, all three are
     * that many times as large there.
     */
    record Cell(int width, int height, int margin) {}

    /** In a {@link #picture} of so many samples beside each other. */
    Cell cell(int columns);

    /**
     * Writes a {@link #picture} into a PNG file, whole or not at all. What one listens to is written beside it as well.
     *
     * @throws IllegalArgumentException as {@link #picture}
     * @throws DataException when a file cannot be written
     */
    default void writePreview(Path file, MemorySegment stored, int columns) {
        byte[] png = picture(stored, columns);
        AtomicFiles.write(file, beside -> Files.write(beside, png));
    }

    /** The same with the {@link #usualColumns}. */
    default void writePreview(Path file, MemorySegment stored) {
        writePreview(file, stored, usualColumns(stored.byteSize() / bytes()));
    }

    /** The file of the same name that lies beside a PNG file of a preview, such as one with the extension {@code wav}. */
    static Path beside(Path png, String extension) {
        String name = png.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return png.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + "." + extension);
    }

    /** Samples beside each other where so many are shown as a square. */
    static int columns(long count) {
        return (int) Math.ceil(Math.sqrt(Math.max(count, 1)));
    }
}
