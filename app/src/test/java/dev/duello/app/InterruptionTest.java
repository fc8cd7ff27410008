package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, twice, typed into a terminal: the one that {@code script} of util-linux makes. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class InterruptionTest {
    private static final int CTRL_C = 3;

    @TempDir
    private static Path folder;

    private static Path images;

    @BeforeAll
    static void prepare() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script command");
        assumeTrue(
                new ProcessBuilder("/usr/bin/env", "--default-signal=INT", "true")
                                .start()
                                .waitFor()
                        == 0,
                "env cannot set signals");
        images = folder.resolve("images");
        Pictures.write(images, 20);
    }

    /** A command in a terminal of its own. */
    private static final class InTerminal {
        private final Process process;
        private final StringBuffer said = new StringBuffer();
        private final Thread reader;

        InTerminal(Path cache, Object... arguments) throws IOException {
            // Whoever runs the tests in the background has Ctrl-C ignored, and all that it starts, too.
            List<String> words = new ArrayList<>(List.of(
                    "/usr/bin/env",
                    "--default-signal=INT",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-Dduello.terminal=true",
                    "-Dduello.cache=" + cache,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            Stream.of(arguments).map(String::valueOf).forEach(words::add);
            String command =
                    String.join(" ", words.stream().map(ShellQuoting::quote).toList());
            process = new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null")
                    .redirectErrorStream(true)
                    .start();
            reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (InputStream in = process.getInputStream()) {
                byte[] bytes = new byte[4096];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    said.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The terminal is closed with the command.
            }
        }

        void await(BooleanSupplier reached) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (!reached.getAsBoolean()) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as("it came so far: %s", said)
                        .isTrue();
                Thread.sleep(5);
            }
        }

        boolean hasSaid(String words) {
            return said.indexOf(words) >= 0;
        }

        /** @return the exit code */
        int interruptTwice() throws IOException, InterruptedException {
            try (OutputStream in = process.getOutputStream()) {
                in.write(CTRL_C);
                in.flush();
                Thread.sleep(100);
                in.write(CTRL_C);
            } catch (IOException e) {
                // It ended at the first.
            }
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(said.toString())
                    .isTrue();
            reader.join();
            return process.exitValue();
        }
    }

    @Test
    void a_training_saves_and_stops() throws Exception {
        Path run = folder.resolve("run");
        InTerminal training = new InTerminal(
                folder.resolve("cache"),
                "train",
                "--preset",
                "mlp",
                "--data",
                images,
                "--batch",
                16,
                "--threads",
                1,
                "--watch",
                "none",
                "--kimg",
                1_000_000,
                "--out",
                run);
        training.await(() -> training.hasSaid("img/s"));

        assertThat(training.interruptTwice()).as(training.said.toString()).isEqualTo(130);

        assertThat(training.said.toString()).contains("duello resume").doesNotContain("Exception");
        assertThat(Cli.run("sample", run, "-n", 1, "--grid", folder.resolve("one.png"))
                        .exitCode())
                .isZero();
    }

    @Test
    void an_evaluation_stops_at_once() throws Exception {
        Path run = folder.resolve("evaluated");
        assertThat(TinyRun.trainMlp(images, run, "--kimg", "0.05", "--watch", "none")
                        .exitCode())
                .isZero();
        InTerminal evaluation = new InTerminal(folder.resolve("cache"), "evaluate", run, "-n", 500_000);
        evaluation.await(() -> evaluation.hasSaid("images"));

        assertThat(evaluation.interruptTwice()).isEqualTo(130);
        assertThat(evaluation.said.toString()).doesNotContain("Exception");
        assertThat(run.resolve("evaluation.json")).doesNotExist();
    }

    @Test
    void data_that_were_half_prepared_are_prepared_anew() throws Exception {
        Path many = folder.resolve("many");
        Pictures.write(many, 3000);
        Path cache = folder.resolve("fresh-cache");
        InTerminal showing = new InTerminal(cache, "data", "show", many, "--sheet", folder.resolve("sheet.png"));
        showing.await(() -> hasPartIn(cache));

        assertThat(showing.interruptTwice()).isEqualTo(130);
        assertThat(showing.said.toString()).doesNotContain("Exception");
        assertThat(folder.resolve("sheet.png")).doesNotExist();
        InTerminal again = new InTerminal(cache, "data", "show", many, "--sheet", folder.resolve("sheet.png"));
        assertThat(again.process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(again.process.exitValue()).isZero();
        assertThat(folder.resolve("sheet.png")).exists();
    }

    private static boolean hasPartIn(Path cache) {
        Path sets = cache.resolve("sets");
        if (!Files.isDirectory(sets)) {
            return false;
        }
        try (Stream<Path> files = Files.list(sets)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
