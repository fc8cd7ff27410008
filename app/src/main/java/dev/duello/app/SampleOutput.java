package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.ImageFormat;
import dev.duello.data.ImageGrid;
import dev.duello.data.Npy;
import dev.duello.data.PngFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where samples go: a grid, one file an image, or one array. At most one of the three is given. */
final class SampleOutput {
    /** What image viewers still open, uncompressed. */
    private static final long LARGEST_GRID = 512L << 20;

    @Option(names = "--grid", paramLabel = "FILE", description = "One PNG with all images in rows and columns.")
    private @Nullable Path grid;

    @Option(names = "--files", paramLabel = "DIR", description = "A new folder with 000000.png, 000001.png, ...")
    private @Nullable Path files;

    @Option(names = "--npy", paramLabel = "FILE", description = "One NumPy array, uint8 [N, H, W, C].")
    private @Nullable Path npy;

    private ImageFormat format = new ImageFormat(1, 1, 1);
    private ImageGrid layout = new ImageGrid(1, 0, 1);

    /** Refuses before any work what could not be written after it. */
    void prepare(long count, ImageFormat format, long seed, @Nullable Integer columns) {
        this.format = format;
        if (files != null) {
            refuseNonEmpty(files);
        } else if (npy != null) {
            refuseFolder(npy);
            long physical = Machine.physicalBytes();
            if (count * format.bytes() > physical / 2) {
                throw new DataException(String.format(
                        "An array of %,d images of %s takes %,d MB, more than half of this machine's memory;"
                                + " --files needs little.",
                        count, format, count * format.bytes() / 1_000_000));
            }
        } else {
            grid = grid == null ? Path.of("samples-" + seed + ".png") : grid;
            refuseFolder(grid);
            layout = columns == null ? ImageGrid.square((int) count, format) : ImageGrid.ofColumns(columns, format);
            if (count * format.bytes() > LARGEST_GRID) {
                throw new DataException(String.format(
                        "%,d images of %s are too many to look at in one picture; use --files or --npy.",
                        count, format));
            }
        }
    }

    private static void refuseFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a folder; name a file.");
        }
    }

    private static void refuseNonEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new DataException(
                        folder + " is not empty. Choose a new folder, so that old and new images are not mixed.");
            }
        } catch (IOException e) {
            throw new DataException(folder + " is not a folder that can be read.", e);
        }
    }

    /** Whether {@link #whole} wants everything in one piece. */
    boolean takesAllAtOnce() {
        return files == null;
    }

    /** @param pixels shared between threads, uint8 {@code [n, H, W, C]}, the images from number {@code first} */
    void part(int first, MemorySegment pixels) {
        if (files != null) {
            Path folder = files;
            // Compressing a picture takes longer than making it.
            IntStream.range(0, (int) (pixels.byteSize() / format.bytes()))
                    .parallel()
                    .forEach(i -> PngFiles.write(
                            folder.resolve(String.format("%06d.png", first + i)),
                            format,
                            pixels.asSlice((long) i * format.bytes(), format.bytes())
                                    .toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /** @param pixels uint8 {@code [N, H, W, C]} when {@link #takesAllAtOnce} */
    void whole(int count, MemorySegment pixels) {
        if (grid != null) {
            layout.write(grid, format, pixels);
        } else if (npy != null) {
            Npy.writeBytes(npy, new int[] {count, format.height(), format.width(), format.channels()}, pixels);
        }
    }

    /** Where the images are. */
    Path path() {
        return Stream.of(files, npy, grid)
                .filter(path -> path != null)
                .findFirst()
                .orElseThrow();
    }
}
