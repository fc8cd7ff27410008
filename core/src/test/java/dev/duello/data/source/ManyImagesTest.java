package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A million images need no more heap than ten thousand. */
@ExtendWith(CacheExtension.class)
@Tag("slow")
class ManyImagesTest {

    private static final int SIDE = 8;
    private static final LoadOptions OPTIONS = LoadOptions.DEFAULT.withSize(SIDE, SIDE);

    @TempDir
    Path folder;

    @Test
    void does_not_need_more_heap_for_more_images() throws Exception {
        // The first look also loads classes and fills caches of the platform.
        heapHeldBy(10_000);
        long few = heapHeldBy(10_000);
        long many = heapHeldBy(1_000_000);
        assertThat(many - few).as("bytes of heap for 990,000 images more").isLessThan(2 << 20);
    }

    /** Opens a set, uses it, and measures what is still reachable: the least of several looks. */
    private long heapHeldBy(int images) throws Exception {
        Path source = folder.resolve(images + "/train-images-idx3-ubyte");
        Samples.put(source, Samples.idx(new int[] {images, SIDE, SIDE}, new byte[0]));
        Path labels = folder.resolve(images + "/train-labels-idx1-ubyte");
        Samples.put(labels, Samples.idx(new int[] {images}, new byte[0]));
        append(source, images, SIDE * SIDE);
        append(labels, images, 1);
        List<Long> held = new ArrayList<>();
        long before = used();
        try (Dataset set = Datasets.open(source.getParent().toString(), OPTIONS);
                Arena arena = Arena.ofConfined()) {
            assertThat(set.size()).isEqualTo(images);
            MemorySegment batch = arena.allocate(2L * set.format().bytes());
            set.gather(new int[] {images - 1, 0}, batch);
            assertThat(batch.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) ((images - 1) % 100));
            assertThat(set.label(images - 1)).isEqualTo((images - 1) % 100);
            for (int i = 0; i < 3; i++) {
                held.add(used() - before);
            }
        }
        return held.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    /** Appends as many elements, each filled with its number modulo 100. */
    private static void append(Path file, int count, int bytes) throws Exception {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND), 1 << 20)) {
            byte[] element = new byte[bytes];
            for (int i = 0; i < count; i++) {
                Arrays.fill(element, (byte) (i % 100));
                out.write(element);
            }
        }
    }

    /** The heap in use right after a collection: the least of a few, as threads that end take a moment to be gone. */
    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
