package dev.duello.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeHeapTest {
    private static final int TURNS = 10;

    @Test
    void the_memory_of_a_freed_tensor_serves_the_next_without_page_faults() throws IOException {
        makeAndFree(3);
        long before = pageFaults();
        makeAndFree(TURNS);
        // Each turn writes 96 MB, 24,000 pages. SpaceToDepth of this size are what glibc would never keep by itself.
        assertThat(pageFaults() - before).isLessThan(TURNS * 240);
    }

    private static void makeAndFree(int turns) {
        for (int i = 0; i < turns; i++) {
            try (var _ = TensorScope.open()) {
                Tensors.full(1, Device.CPU, 12 << 20).square();
            }
        }
    }

    /** Minor page faults of this process so far: the tenth number of its status line. */
    private static long pageFaults() throws IOException {
        String line = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ")[7]);
    }
}
