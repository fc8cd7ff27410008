package dev.duello.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFilesTest {
    @TempDir
    private Path folder;

    /** Writes the first picture of its life while the JVM shuts down, as a training does that is stopped early. */
    static final class Late {
        public static void main(String[] arguments) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() ->
                            PngFiles.write(Path.of(arguments[0]), new ImageFormat(1, 2, 2), new byte[] {1, 2, 3, 4})));
        }
    }

    @Test
    void a_picture_is_written_even_while_the_jvm_shuts_down() throws Exception {
        Path file = folder.resolve("late.png");

        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Late.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(PngFiles.read(file, new ImageFormat(1, 2, 2), Fit.CROP)).containsExactly(1, 2, 3, 4);
    }
}
