package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duello.data.DataException;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** More samples than fit into one batch, into memory, or on the disk. */
@Tag("slow")
class ManySamplesTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        assertThat(TinyRun.train(folder.resolve("images"), run, "--kimg", "0.016", "--watch", "none", "--quiet")
                        .exitCode())
                .isZero();
    }

    @Test
    void samples_that_come_part_by_part_are_those_that_come_at_once() {
        Path array = folder.resolve("many.npy");
        Path files = folder.resolve("many");
        assertThat(Cli.run("sample", run, "-n", 300, "--npy", array).exitCode()).isZero();
        assertThat(Cli.run("sample", run, "-n", 300, "--files", files).exitCode())
                .isZero();
        assertThat(Cli.run("sample", run, "-n", 10, "--npy", folder.resolve("few.npy"))
                        .exitCode())
                .isZero();
        Npy.Bytes many = Npy.readBytes(array);
        Npy.Bytes few = Npy.readBytes(folder.resolve("few.npy"));
        int[] shape = many.shape();
        assertThat(shape[0]).isEqualTo(300);
        assertThat(Arrays.copyOf(many.data(), few.data().length)).isEqualTo(few.data());
        ImageFormat format = new ImageFormat(shape[3], shape[1], shape[2]);
        for (int i : new int[] {0, 255, 256, 299}) {
            byte[] image = Arrays.copyOfRange(many.data(), i * format.bytes(), (i + 1) * format.bytes());
            assertThat(PngFiles.read(files.resolve(String.format("%06d.png", i)), format, Fit.CROP))
                    .isEqualTo(image);
        }
    }

    @Test
    void what_cannot_fit_on_the_disk_is_refused_before_the_first_image() throws IOException {
        Path array = folder.resolve("huge.npy");
        assumeTrue(Files.getFileStore(folder).getUsableSpace() < 400e9);
        Cli cli = Cli.run("sample", run, "-n", Integer.MAX_VALUE, "--npy", array);
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.err())
                .contains("An array of 2,147,483,647 images of ")
                .contains("GB free: choose fewer, or a file on another disk.");
        assertThat(array).doesNotExist();
    }

    @Test
    void single_files_are_counted_in_whole_blocks() {
        assertThat(DiskSpace.taken(folder, 0)).isZero();
        assertThat(DiskSpace.taken(folder, 1)).isGreaterThanOrEqualTo(1);
        assertThat(DiskSpace.taken(folder, 1_000_000)).isBetween(1_000_000L, 1_100_000L);
        assertThatThrownBy(() -> DiskSpace.require(folder, 3e9, 2_000_000_000, "They take", "choose fewer"))
                .isInstanceOf(DataException.class)
                .hasMessage("They take about 3.0 GB, and the disk of " + folder + " has 2.0 GB free: choose fewer.");
        DiskSpace.require(folder, 1e9, 2_000_000_000, "They take", "choose fewer");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_command_that_is_terminated_says_so_by_its_exit_code_and_leaves_whole_files_only()
            throws IOException, InterruptedException {
        Path files = folder.resolve("terminated");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dduello.cache=" + System.getProperty("duello.cache", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.command()
                .addAll(List.of("sample", run.toString(), "-n", "1000000", "--quiet", "--files", files.toString()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path some = files.resolve("000256.png");
        while (!Files.exists(some) && process.isAlive()) {
            Thread.sleep(50);
        }
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        try (Stream<Path> written = Files.list(files)) {
            assertThat(written.filter(file -> file.toString().endsWith(".png")))
                    .allSatisfy(file -> assertThat(file).isNotEmptyFile());
        }
    }
}
