package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Breaks real processes at random moments, most of which fall into the writing of a checkpoint. */
@Tag("slow")
class KilledProcessTest {
    private static final int KILLS = 10;
    private static final String[] SETTINGS = {
        "training.kimg=3.2", "training.checkpoint-kimg=0.016", "training.sample-kimg=1"
    };

    @TempDir
    private Path folder;

    /** What the child process runs: starts or resumes, and tells each checkpoint. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            Path path = Path.of(arguments[0]);
            try (Dataset images = TinyRuns.images(0);
                    TrainingRun run = Files.exists(path.resolve("checkpoints/000000.000k"))
                                    || Files.exists(path.resolve("experiment.yaml"))
                            ? TrainingRun.resume(path, images, 0)
                            : TrainingRun.start(TinyRuns.experiment(SETTINGS), images, path)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Checkpointed) {
                        System.out.println(event.images());
                    }
                });
            } catch (TrainingException e) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    private Process start(Path path, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.log.org.bytedeco=error",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                path.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void killed_at_random_moments_and_resumed_equals_never_killed() throws Exception {
        Path straight = folder.resolve("straight");
        assertThat(start(straight).waitFor(60, TimeUnit.SECONDS)).isTrue();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path path = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(path);
            // The first line: the first checkpoint of this process is written.
            if (process.inputReader().readLine() != null) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            }
            process.destroyForcibly().waitFor();
        }
        Process last = start(path);
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue())
                .as("seed %d: %s", seed, new String(last.getInputStream().readAllBytes()))
                .isZero();
        assertThat(TinyRuns.tensorFiles(path.resolve("checkpoints/000003.200k")))
                .as("seed %d", seed)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve("checkpoints/000003.200k")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_disk_that_takes_no_more_stops_the_run_with_a_sentence_and_keeps_the_last_good_checkpoint() throws Exception {
        Path path = folder.resolve("full");
        // The first checkpoint is written without a limit, the next may write no file beyond 4 blocks.
        Process first = start(path);
        first.inputReader().readLine();
        first.destroyForcibly().waitFor();
        Process limited = start(path, "bash", "-c", "ulimit -f 4; exec \"$@\"", "limited");
        String output = new String(limited.getInputStream().readAllBytes());
        assertThat(limited.waitFor()).as(output).isEqualTo(1);
        assertThat(output).contains("cannot be written").contains("The last good checkpoint is");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isGreaterThanOrEqualTo(0);
        }
    }
}
