package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageKind;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files in the format of a run.
 *
 * @param names of their own for what is written of each: the file's name without its ending
 * @param pixels a sample each, in its stored form
 */
record ExplainedPhotos(List<Path> files, List<String> names, List<byte[]> pixels, SampleFormat format) {
    /**
     * Reads files, and all files in folders and what is in these. One of several that cannot be read is left out, with a warning.
     *
     * @param err where warnings go
     * @throws DataException when none can be read, or a folder holds none
     */
    static ExplainedPhotos read(List<Path> paths, SampleFormat format, Fit fit, PrintWriter err) {
        List<Path> listed = new ArrayList<>();
        for (Path path : paths) {
            listed.addAll(Files.isDirectory(path) ? samplesIn(path, format.medium()) : List.of(path));
        }
        List<Path> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        DataException last = null;
        for (Path file : listed) {
            try {
                pixels.add(SampleFile.read(file, format, fit));
            } catch (DataException e) {
                if (listed.size() > 1) {
                    err.println("warning: " + e.getMessage() + " It is left out.");
                    err.flush();
                }
                last = e;
                continue;
            }
            files.add(file);
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            String own = name;
            for (int copy = 2; !taken.add(own); copy++) {
                own = name + "-" + copy;
            }
            names.add(own);
        }
        if (files.isEmpty() && last != null) {
            throw last;
        }
        return new ExplainedPhotos(files, names, pixels, format);
    }

    private static List<Path> samplesIn(Path folder, Medium medium) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> images = all.filter(file -> (medium != Medium.IMAGE
                                    || ImageKind.isExpectedIn(file.getFileName().toString()))
                            && !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (images.isEmpty()) {
                throw new DataException(folder + " holds no "
                        + (medium == Medium.IMAGE ? "images (" + ImageKind.NAMES + ")." : "files."));
            }
            return images;
        } catch (IOException | UncheckedIOException e) {
            throw new DataException("Cannot read " + folder + ": " + Messages.reason(e) + ".", e);
        }
    }

    /** Some of them as {@code [N, C, spatial...]} in [-1, 1], in the open scope. */
    Tensor tensor(int start, int count, Device device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate((long) count * format.bytes());
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(
                        MemorySegment.ofArray(pixels.get(start + i)),
                        0,
                        all,
                        (long) i * format.bytes(),
                        format.bytes());
            }
            // What borrows the memory of the arena must not outlive it.
            return format.toTensor(all, count, device).contiguous().copy();
        }
    }
}
