package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@Tag("slow")
class TimeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"90s, 90", "10m, 600", "10min, 600", "1h30m, 5400", "2h, 7200", "1d, 86400", "1h 5s, 3605"})
    void times_are_written_as_people_write_them(String text, long seconds) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "", "0s", "-5m", "5m10", "ten minutes", "30m1h", "99999999999h"})
    void what_is_no_time_is_refused_in_words(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("10m, 1h30m or 90s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --for 10m --kimg 5",
                "train --for 10m --set training.kimg=5",
                "train --for 10",
                "train --watch none --until fid<8",
                "train --watch none --patience 3",
                "resume somewhere --for 1m --kimg 5"
            })
    void lengths_and_ends_that_contradict_each_other_are_misuse(String typed) {
        Cli cli = Cli.run((Object[]) typed.split(" "));
        assertThat(cli.exitCode()).isEqualTo(2);
        assertThat(cli.err()).startsWith("duello: ").doesNotContain("Exception");
    }

    @Test
    void a_training_for_a_time_says_what_it_found_and_what_it_measured_and_its_experiment_tells_the_length()
            throws IOException {
        Path images = folder.resolve("images");
        Path run = folder.resolve("run");
        Pictures.write(images, 20);
        Cli cli = Cli.run(
                "train",
                "--preset",
                "mlp",
                "--data",
                images,
                "--out",
                run,
                "--batch",
                "16",
                "--threads",
                "1",
                "--for",
                "3s",
                "--set",
                "evaluation.samples=50",
                "--set",
                "training.sample-kimg=1000",
                "--set",
                "evaluation.kimg=1000");
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.err()).containsPattern("This machine trains [0-9.]+ kimg within 3 s");
        assertThat(cli.out())
                .containsPattern("  metric  fid\\[random\\] [-0-9.e+]+ at [0-9.]+ kimg, the best")
                .contains("duello evaluate ", "duello studio ");
        Experiment.Training training =
                ExperimentReader.read(run.resolve("experiment.yaml"), Map.of()).training();
        assertThat(Files.readString(run.resolve("experiment.yaml"))).contains("anneal-kimg: \"hold until ");
        assertThat(cli.out()).contains(String.format("Trained %.1f kimg", training.images() / 1000.0));
    }

    @ParameterizedTest
    @CsvSource({"300, true", "70000, true", "90000, false"})
    void whoever_stops_far_from_the_end_of_the_learning_rates_is_told(long images, boolean told) {
        Experiment experiment = ExperimentReader.read(null, Map.of("training.kimg", "100"));
        TrainingEvent.Stopped stopped =
                new TrainingEvent.Stopped(images, 60, TrainingEvent.Stopped.Reason.INTERRUPTED, "");
        assertThat(TrainingSession.farFromTheEnd(experiment, stopped).isPresent())
                .isEqualTo(told);
        Experiment constant = ExperimentReader.read(
                null, Map.of("generator.optimizer.rate", "1e-3", "discriminator.optimizer.rate", "1e-3"));
        assertThat(TrainingSession.farFromTheEnd(constant, stopped)).isEmpty();
        if (told) {
            assertThat(TrainingSession.farFromTheEnd(experiment, stopped).orElseThrow())
                    .contains("scheduled for 100 kimg", images == 300 ? "0.3 % are done" : "70 % are done");
        }
    }

    @Test
    void a_run_finds_its_images_again_after_they_were_moved() throws IOException {
        Path old = folder.resolve("old");
        Path moved = folder.resolve("new place");
        Path others = folder.resolve("others");
        Path run = folder.resolve("run");
        Pictures.write(old, 20);
        Pictures.write(others, 19);
        assertThat(TinyRun.trainMlp(old, run, "--kimg", "0.16", "--watch", "none")
                        .exitCode())
                .isZero();
        Files.move(old, moved);

        Cli lost = Cli.run("resume", run, "--kimg", "0.32", "--quiet");
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err()).contains("no data set, folder or file called", "duello resume " + run + " --data NEW");
        assertThat(Cli.run("evaluate", run, "-n", 20, "--quiet").err()).contains("elsewhere now", "--against");

        Cli wrong = Cli.run("resume", run, "--kimg", "0.32", "--data", others, "--quiet");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("The images of '" + others + "' are not those that");

        assertThat(Cli.run("resume", run, "--kimg", "0.32", "--data", moved, "--quiet")
                        .exitCode())
                .isZero();
        Cli again = Cli.run("resume", run, "--kimg", "0.48", "--quiet");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(Files.readString(run.resolve("experiment.yaml"))).contains("source: " + moved);
    }
}
