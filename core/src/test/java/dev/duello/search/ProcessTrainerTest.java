package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessTrainerTest {
    /** Takes its time to save when it is asked to end, and tells what came first: that it saved, or that its input ended. */
    private static final String TRAINING = """
            exec 3<&0
            (cat <&3 >/dev/null; echo input ended >>told) &
            trap 'sleep 0.3; echo saved >>told; exit 143' TERM
            echo >begun
            while :; do sleep 0.05; done
            """;

    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_training_that_is_stopped_may_save_before_its_input_ends() throws IOException, InterruptedException {
        Study study = SyntheticStudy.open(folder.resolve("study"));
        Path job = Files.createDirectories(folder.resolve("trial"));
        List<String> command = List.of("sh", "-c", "cd " + job + "\n" + TRAINING);
        try (Dataset images = Datasets.of("images", new ImageFormat(1, 16, 16), new byte[256 * 40], null, List.of())) {
            ProcessTrainer trainer = new ProcessTrainer(command, study, images);
            Trial trial = new Trial(0, Map.of(), Trial.PRESET, 7, List.of(), 0, "", 0);
            var outcome = CompletableFuture.supplyAsync(() -> {
                try {
                    return trainer.train(new TrialTrainer.Job(trial, 0, 1, job));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!Files.exists(job.resolve("begun")) && !outcome.isDone()) {
                Thread.sleep(10);
            }
            trainer.stop();
            assertThat(outcome.join().isInterrupted()).isTrue();
        }
        assertThat(Files.readAllLines(job.resolve("told"))).first().isEqualTo("saved");
    }
}
