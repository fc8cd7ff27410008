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
    private static final int TURNS = 50;

    @Test
    void the_memory_of_a_freed_tensor_serves_the_next_without_page_faults() throws IOException {
        makeAndFree(10);
        long before = pageFaults();
        makeAndFree(TURNS);
        // Each turn writes 16 MB, 4,096 pages: what had to be fetched from the system again would be 200,000 faults.
        assertThat(pageFaults() - before).isLessThan(TURNS * 40);
    }

    private static void makeAndFree(int turns) {
        for (int i = 0; i < turns; i++) {
            try (var _ = TensorScope.open()) {
                Tensors.full(1, Device.CPU, 1 << 20)
                        .add(Tensors.full(2, Device.CPU, 1 << 20))
                        .square();
            }
        }
    }

    /** Minor page faults of this process so far: the tenth number of its status line. */
    private static long pageFaults() throws IOException {
        String line = Files.readString(Path.of("/proc/self/stat"));
        return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ")[7]);
    }
}
