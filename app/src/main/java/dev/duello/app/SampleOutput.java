package dev.duello.app;

import static java.util.Objects.requireNonNull;

import dev.duello.app.serve.SampleFiles;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.FileErrors;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.NpyWriter;
import dev.duello.data.source.SampleArray;
import dev.duello.data.text.TextFormat;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where samples go: a grid, one file an image, or one array; texts are printed where none of the three is given. Whoever prepares it closes it. */
final class SampleOutput implements AutoCloseable {
    private static final String TEXTS = "texts.txt";
    /** What image viewers still open, uncompressed. */
    private static final long LARGEST_GRID = 512L << 20;

    @Option(names = "--grid", paramLabel = "FILE", description = "One PNG with all samples in rows and columns.")
    private @Nullable Path grid;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "A new folder with 000000.png, 000001.png, ..., or .wav, or .gif, or .vox and .obj, or with all texts in"
                            + " texts.txt.")
    private @Nullable Path files;

    @Option(
            names = "--npy",
            paramLabel = "FILE",
            description =
                    "One NumPy array: images as uint8 [N, H, W, C], clips [N, T, H, W, C], shapes [N, up, back, right], sounds as"
                            + " int16 [N, length], texts as strings [N].")
    private @Nullable Path npy;

    private SampleFormat format = new ImageFormat(1, 1, 1);
    private long count;
    private @Nullable SampleArray arrayLayout;
    private @Nullable NpyWriter array;
    private int columns = 1;
    /** Texts that are to be printed; null where they go elsewhere. */
    private @Nullable List<String> lines;

    private @Nullable Writer textFile;

    /** Refuses before any work what could not be written after it. */
    void prepare(long count, SampleFormat format, long seed, @Nullable Integer columns) {
        this.format = format;
        this.count = count;
        if (files != null) {
            refuseNonEmpty(files);
        } else if (npy != null) {
            refuseFolder(npy);
            SampleArray samples = SampleArray.of(format);
            DiskSpace.require(
                    npy,
                    (double) count * samples.sampleBytes(),
                    String.format(
                            "An array of %,d %s of %s takes",
                            count, format.medium().plural(), format),
                    "choose fewer, or a file on another disk");
            arrayLayout = samples;
            array = NpyWriter.of(npy, samples, Math.toIntExact(count));
        } else if (grid == null && format instanceof TextFormat) {
            lines = new ArrayList<>();
        } else {
            grid = grid == null ? Path.of("samples-" + seed + ".png") : grid;
            refuseFolder(grid);
            this.columns = columns == null ? format.usualColumns(count) : columns;
            if (count * format.bytes() > LARGEST_GRID) {
                throw new DataException(String.format(
                        "%,d %s of %s are too many to look at in one picture; use --files.",
                        count, format.medium().plural(), format));
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
        return files == null && npy == null && lines == null;
    }

    /** The texts, where they are to be printed; else nothing. */
    Optional<List<String>> printed() {
        return Optional.ofNullable(lines);
    }

    /** @param pixels shared between threads, uint8 {@code [n, H, W, C]}, the images from number {@code first} */
    void part(long first, MemorySegment pixels) {
        if (array != null) {
            array.add(requireNonNull(arrayLayout).elements(pixels));
        } else if (format instanceof TextFormat texts && !takesAllAtOnce()) {
            write(texts.lines(pixels));
        } else if (files != null) {
            int some = (int) (pixels.byteSize() / format.bytes());
            if (first == 0 && some < count) {
                requireSpace(files, some, pixels);
            }
            Path folder = files;
            String name = "%0" + Math.max(6, String.valueOf(count - 1).length()) + "d";
            // Compressing a picture takes longer than making it.
            IntStream.range(0, some)
                    .parallel()
                    .forEach(i -> writeOne(folder, String.format(name, first + i), sample(pixels, i)));
        }
    }

    private void write(List<String> some) {
        Path folder = files;
        if (folder == null) {
            requireNonNull(lines).addAll(some);
            return;
        }
        Path file = folder.resolve(TEXTS);
        try {
            if (textFile == null) {
                Files.createDirectories(folder);
                textFile = Files.newBufferedWriter(file);
            }
            for (String line : some) {
                textFile.write(line + "\n");
            }
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /** How large the files will be, only the first of them tell. */
    private void requireSpace(Path folder, int some, MemorySegment pixels) {
        long taken = IntStream.range(0, some)
                .parallel()
                .mapToLong(i -> taken(folder, sample(pixels, i)))
                .sum();
        DiskSpace.require(
                folder,
                (double) taken / some * count,
                String.format(
                        "%,d %s of %s take as single files",
                        count, format.medium().plural(), format),
                "choose fewer, or a folder on another disk");
    }

    private void writeOne(Path folder, String name, byte[] sample) {
        byte[] bytes = SampleFiles.encode(format, sample);
        AtomicFiles.writeUnflushed(
                folder.resolve(name + SampleFiles.extension(format)), beside -> Files.write(beside, bytes));
        SampleFiles.others(format, sample)
                .forEach((extension, other) -> AtomicFiles.writeUnflushed(
                        folder.resolve(name + extension), beside -> Files.write(beside, other)));
    }

    private long taken(Path folder, byte[] sample) {
        return DiskSpace.taken(folder, SampleFiles.encode(format, sample).length)
                + SampleFiles.others(format, sample).values().stream()
                        .mapToLong(other -> DiskSpace.taken(folder, other.length))
                        .sum();
    }

    private byte[] sample(MemorySegment pixels, int i) {
        return pixels.asSlice((long) i * format.bytes(), format.bytes()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** @param pixels uint8 {@code [N, H, W, C]} when {@link #takesAllAtOnce} */
    void whole(MemorySegment pixels) {
        Writer open = textFile;
        textFile = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw FileErrors.cannotWrite(requireNonNull(files).resolve(TEXTS), e);
            }
        } else if (grid != null) {
            format.writePreview(grid, pixels, columns);
        } else if (array != null) {
            array.finish();
        }
    }

    @Override
    public void close() {
        if (array != null) {
            array.close();
        }
        if (textFile != null) {
            try {
                textFile.close();
            } catch (IOException e) {
                throw FileErrors.cannotWrite(requireNonNull(files).resolve(TEXTS), e);
            }
        }
    }

    /** Where the images are, unless they are {@link #printed}. */
    Path path() {
        return Stream.of(files, npy, grid)
                .filter(path -> path != null)
                .findFirst()
                .orElseThrow();
    }
}
