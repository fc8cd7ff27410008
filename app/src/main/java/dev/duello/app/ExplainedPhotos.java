package dev.duello.app;

import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Image files in the format of a run.
 *
 * @param names of their own for what is written of each: the file's name without its ending
 * @param pixels uint8 {@code [H, W, C]}
 */
record ExplainedPhotos(List<Path> files, List<String> names, List<byte[]> pixels, ImageFormat format) {
    /** @throws dev.duello.data.DataException when one cannot be read */
    static ExplainedPhotos read(List<Path> files, ImageFormat format, Fit fit) {
        List<String> names = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path file : files) {
            pixels.add(PngFiles.read(file, format, fit));
            String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            String own = name;
            for (int copy = 2; !taken.add(own); copy++) {
                own = name + "-" + copy;
            }
            names.add(own);
        }
        return new ExplainedPhotos(files, names, pixels, format);
    }

    /** Some of them as {@code [N, C, H, W]} in [-1, 1], in the open scope. */
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
