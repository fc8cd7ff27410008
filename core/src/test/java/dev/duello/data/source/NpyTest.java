package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Samples;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {

    @TempDir
    Path folder;

    @Test
    void reads_what_it_writes() {
        for (int[] shape : new int[][] {{}, {6}, {2, 3}, {1, 2, 3, 1}, {0, 4}}) {
            byte[] data = Samples.noise(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
            Path file = folder.resolve("a.npy");
            Npy.writeBytes(file, shape, MemorySegment.ofArray(data));
            Npy.Bytes bytes = Npy.readBytes(file);
            assertThat(bytes.shape()).isEqualTo(shape);
            assertThat(bytes.data()).isEqualTo(data);
        }
        float[] floats = {1.5f, -2, Float.NaN, 1e-40f};
        Npy.writeFloats(folder.resolve("f.npy"), new int[] {2, 2}, floats);
        assertThat(Npy.readFloats(folder.resolve("f.npy")).data()).isEqualTo(floats);
    }

    /** The bytes are those that numpy.save writes. */
    @Test
    void writes_the_bytes_that_numpy_does() throws Exception {
        Path file = folder.resolve("a.npy");
        Npy.writeBytes(file, new int[] {2, 3}, MemorySegment.ofArray(new byte[] {0, 1, 2, 3, 4, 5}));
        byte[] expected = Samples.resource("uint8.npy");
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        Npy.writeFloats(file, new int[] {3}, new float[] {0, 1, 2});
        assertThat(Files.readAllBytes(file)).isEqualTo(Samples.resource("float32.npy"));
    }

    @Test
    void refuses_what_it_cannot_read() throws Exception {
        Path file = folder.resolve("a.npy");
        Npy.writeBytes(file, new int[] {8}, MemorySegment.ofArray(new byte[8]));
        byte[] good = Files.readAllBytes(file);
        assertThatThrownBy(() -> Npy.readFloats(file)).hasMessageEndingWith("but '<f4' was expected.");
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertThatThrownBy(() -> Npy.readBytes(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is cut short");
        String fortran = new String(good, StandardCharsets.ISO_8859_1).replace("False,", "True, ");
        Files.write(file, fortran.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Npy.readBytes(file)).hasMessageContaining("save it in C order");
        Files.write(file, new byte[20]);
        assertThatThrownBy(() -> Npy.readBytes(file)).hasMessageContaining("is not a .npy file");
        assertThatThrownBy(() -> Npy.readBytes(folder.resolve("none"))).hasMessageEndingWith("it does not exist.");
        assertThatThrownBy(() -> Npy.writeBytes(file, new int[] {3}, MemorySegment.ofArray(new byte[4])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
