package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.ImageGrid;
import dev.duello.data.task.Baseline;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** What a translator is to learn: sources, each above its target. */
final class TaskPicture {
    private static final int COLUMNS = 8;
    private static final int ROWS = 3;

    private TaskPicture() {}

    /** @param pairs samples with sources; small sources are enlarged, and holes are black */
    static void write(Path file, Dataset pairs) {
        Sources sources = pairs.sources();
        if (sources == null) {
            throw new DataException("--show-task shows what images are made from: name a --task or --pairs.");
        }
        ImageFormat from = ImageFormat.of(sources.format());
        ImageFormat to = ImageFormat.of(pairs);
        int count = Math.min(COLUMNS * ROWS, pairs.size());
        int columns = Math.min(COLUMNS, count);
        byte[] source = new byte[from.bytes()];
        try (Arena arena = Arena.ofConfined()) {
            long bytes = to.bytes();
            MemorySegment cells = arena.allocate(2L * Math.ceilDiv(count, columns) * columns * bytes);
            cells.fill((byte) (to.channels() == 4 ? 0 : 255));
            for (int i = 0; i < count; i++) {
                // Spread over the set: folders are sorted by class.
                int index = (int) ((long) i * pairs.size() / count);
                sources.gather(new int[] {index}, 0, MemorySegment.ofArray(source));
                long above = (2L * (i / columns) * columns + i % columns) * bytes;
                byte[] shown = Baseline.SOURCE.method().apply(source, from, to);
                MemorySegment.copy(MemorySegment.ofArray(shown), 0, cells, above, bytes);
                MemorySegment.copy(
                        MemorySegment.ofArray(pairs.stored(index)), 0, cells, above + columns * bytes, bytes);
            }
            ImageGrid.ofColumns(columns, to).write(file, to, cells);
        }
    }
}
