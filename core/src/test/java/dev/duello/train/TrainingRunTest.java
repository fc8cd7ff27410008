package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import dev.duello.metric.EvaluationProgress;
import dev.duello.torch.NativeObjects;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TrainingRunTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    private Path train(String name, String... settings) {
        Path path = folder.resolve(name);
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(TinyRuns.experiment(settings), images, path)) {
            assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
        }
        return path;
    }

    @ParameterizedTest
    @CsvSource({"fp32, 1", "fp32, 2", "bf16, 2"})
    void the_same_seed_gives_the_same_bits(String precision, int threads) throws IOException {
        String[] machine = {"machine.precision=" + precision, "machine.threads=" + threads};
        Path first = train("first", machine);
        Path second = train("second", machine);
        assertThat(TinyRuns.tensorFiles(first.resolve(LAST)))
                .hasSize(4)
                .isEqualTo(TinyRuns.tensorFiles(second.resolve(LAST)));
        Path third = train("third", machine[0], machine[1], "training.seed=1");
        assertThat(TinyRuns.tensorFiles(first.resolve(LAST))).isNotEqualTo(TinyRuns.tensorFiles(third.resolve(LAST)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 19})
    void stopped_and_resumed_equals_never_stopped(int step) throws IOException {
        Path straight = train("straight");
        Path path = folder.resolve("stopped");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(TinyRuns.experiment(), images, path)) {
            TrainingEvent.Stopped stopped = run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 16L * step) {
                    run.requestStop();
                }
            });
            assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.INTERRUPTED);
            assertThat(stopped.images()).isEqualTo(16L * step);
        }
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(16L * step);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @Test
    void a_resume_that_fails_lets_go_of_the_lock_and_of_native_memory() throws Exception {
        Path path = train("run");
        long before = NativeObjects.settled();
        // Whole by its checksums, but without the counter that the latents go on from.
        Path state = path.resolve(LAST).resolve("state.json");
        Files.writeString(state, Files.readString(state).replaceFirst("\"latents\" ?: ?\\d+,", ""));
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, images, 0)).isInstanceOf(RuntimeException.class);
        }
        assertThat(NativeObjects.settled()).isLessThanOrEqualTo(before);
        try (FileChannel lock = RunDirectory.open(path).lock()) {
            assertThat(lock.isOpen()).isTrue();
        }
    }

    @Test
    void a_run_that_groups_images_goes_on_with_the_same_groups_and_samples_each() throws IOException {
        String[] grouped = {"data.labels=cluster", "data.clusters=3"};
        Path straight = train("straight", grouped);
        Path shorter = train("shorter", "data.labels=cluster", "data.clusters=3", "training.kimg=0.16");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(shorter, images, 0.32)) {
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(shorter.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        try (TrainedModel gan = TrainedModel.open(straight)) {
            assertThat(gan.classes()).containsExactly("group-0", "group-1", "group-2");
        }
    }

    @Test
    void a_finished_run_trains_on_when_given_a_new_length() throws IOException {
        Path longer = train("longer", "training.kimg=0.48");
        Path path = train("extended");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0.48)) {
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve("checkpoints/000000.480k")))
                .isEqualTo(TinyRuns.tensorFiles(longer.resolve("checkpoints/000000.480k")));
        assertThat(RunDirectory.open(path).experiment().training().kimg()).isEqualTo(0.48);
    }

    @Test
    void a_length_that_is_behind_a_run_leaves_its_experiment_as_it_was() throws IOException {
        Path path = train("complete");
        String before = Files.readString(path.resolve("experiment.yaml"));
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0.1)) {
            assertThat(run.imagesSeen())
                    .isGreaterThan(run.experiment().training().images());
        }
        assertThat(path.resolve("experiment.yaml")).hasContent(before);
    }

    @Test
    void schedules_of_a_finished_run_take_its_new_length() {
        Experiment whole = TinyRuns.experiment("training.kimg=0.24", "training.anneal-kimg=0.24");
        Experiment apart = TinyRuns.experiment("training.kimg=0.24", "training.anneal-kimg=0.1");
        assertThat(whole.withKimg(0.48).training().annealKimg().kimg()).isEqualTo(0.48);
        assertThat(apart.withKimg(0.48).training().annealKimg().kimg()).isEqualTo(0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncate", "flip", "delete", "state"})
    void a_damaged_newest_checkpoint_is_passed_over(String damage) throws IOException {
        Path path = train("run");
        Path newest = path.resolve(LAST);
        Path file = newest.resolve("generator.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        switch (damage) {
            case "truncate" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "flip" -> {
                bytes[bytes.length - 3] ^= 4;
                Files.write(file, bytes);
            }
            case "delete" -> Files.delete(file);
            default -> Files.writeString(newest.resolve("state.json"), "{\"format\": 1, ");
        }
        Path straight = train("straight");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(240);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(newest)).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @Test
    void a_training_in_parts_with_clipped_gradients_is_another_one_and_resumes_to_the_bit() throws IOException {
        String[] settings = {"training.micro-batch=8", "training.clip-norm=0.01"};
        Path straight = train("straight", settings);
        Path stopped = train("stopped", settings);
        try (Dataset images = TinyRuns.images(0)) {
            Files.delete(stopped.resolve(LAST).resolve("generator.safetensors"));
            try (TrainingRun run = TrainingRun.resume(stopped, images, 0)) {
                assertThat(run.experiment().training().microBatch()).isEqualTo(8);
                assertThat(run.experiment().training().clipNorm()).isEqualTo(0.01);
                run.train(event -> {});
            }
        }
        var expected = TinyRuns.tensorFiles(straight.resolve(LAST));
        assertThat(TinyRuns.tensorFiles(stopped.resolve(LAST))).isEqualTo(expected);
        assertThat(TinyRuns.tensorFiles(train("plain").resolve(LAST))).isNotEqualTo(expected);
    }

    @Test
    void only_the_newest_checkpoints_stay() throws IOException {
        Path path = train("run", "training.keep-checkpoints=2");
        try (Stream<Path> entries = Files.list(path.resolve("checkpoints"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder("000000.240k", "000000.320k");
        }
    }

    @Test
    void the_run_directory_tells_the_whole_story() throws IOException {
        Path path = train("run");
        assertThat(RunDirectory.open(path).experiment().data().size()).isEqualTo("16x16");
        assertThat(path.resolve("samples/reals.png")).isNotEmptyFile();
        assertThat(path.resolve("samples/000000.000k.png")).isNotEmptyFile();
        assertThat(path.resolve("samples/000000.320k.png")).isNotEmptyFile();
        List<String> events = Files.readAllLines(path.resolve("events.jsonl"));
        assertThat(events.getFirst()).contains("\"event\":\"started\"").contains("\"total\":320");
        assertThat(events.getLast()).contains("\"event\":\"stopped\"").contains("completed");
        for (String line : events) {
            assertThat(ObjectMappers.JSON.readValue(line, TrainingEvent.class)).isNotNull();
        }
    }

    @Test
    void changed_settings_are_refused_by_name() throws IOException {
        Path path = train("run");
        Path yaml = path.resolve("experiment.yaml");
        Files.writeString(
                yaml, Files.readString(yaml).replace("latent: 8", "latent: 9").replace("seed: 0", "seed: 3"));
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, images, 0))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("generator.latent was 8 and is now 9")
                    .hasMessageContaining("training.seed was 0 and is now 3");
        }
    }

    @Test
    void other_images_are_refused() {
        Path path = train("run");
        try (Dataset images = TinyRuns.images(1)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, images, 0))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("are not those that");
        }
    }

    @Test
    void the_optimizers_of_an_older_format_are_refused() throws IOException {
        Path path = train("run");
        try (Stream<Path> checkpoints = Files.list(path.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints.toList()) {
                Path state = checkpoint.resolve("state.json");
                Files.writeString(
                        state, Files.readString(state).replaceFirst("\"format\"(\\s*:\\s*)3", "\"format\"$11"));
            }
        }
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, images, 0))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("but not resume it");
        }
        TrainedModel.open(path).close();
    }

    @Test
    void divergence_names_step_network_layer_and_last_good_checkpoint() {
        Path path = folder.resolve("run");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run =
                        TrainingRun.start(TinyRuns.experiment("discriminator.optimizer.rate=1e30"), images, path)) {
            assertThatThrownBy(() -> run.train(event -> {}))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("at step ")
                    .hasMessageContaining("infinity in the discriminator, 3.batch-norm")
                    .hasMessageContaining("checkpoints/000000.000k");
        }
    }

    @Test
    void nothing_is_overwritten() throws IOException {
        Path path = train("run");
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.start(TinyRuns.experiment(), images, path))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("resume it");
            Path other = Files.createDirectory(folder.resolve("other"));
            Files.writeString(other.resolve("mine.txt"), "mine");
            assertThatThrownBy(() -> TrainingRun.start(TinyRuns.experiment(), images, other))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("is not empty");
        }
    }

    @Test
    void two_trainings_never_share_a_folder() {
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(TinyRuns.experiment(), images, folder.resolve("run"))) {
            run.requestStop();
            run.train(event -> {});
            assertThatThrownBy(() -> TrainingRun.resume(folder.resolve("run"), images, 0))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("another process");
        }
    }

    @Test
    void native_memory_is_as_before_when_a_run_is_closed() {
        train("warm-up");
        long before = Torch.liveObjects();
        List<Long> during = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run =
                        TrainingRun.start(TinyRuns.experiment("training.kimg=3.2"), images, folder.resolve("run"))) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped) {
                    during.add(Torch.liveObjects());
                }
            });
        }
        assertThat(Torch.liveObjects()).isEqualTo(before);
        assertThat(during.getLast()).isEqualTo(during.get(20));
    }

    /** The whole point of a time: whoever repeats the experiment that it led to needs no clock. */
    @Test
    void a_training_for_a_time_ends_with_it_and_its_experiment_repeats_it_to_the_bit() throws IOException {
        Path timed = folder.resolve("timed");
        Path repeated = folder.resolve("repeated");
        String[] settings = {
            "training.kimg=100",
            "training.sample-kimg=50",
            "training.checkpoint-kimg=50",
            "generator.optimizer.rate=2e-3 -> 1e-5",
            "evaluation.metric=fid",
            "evaluation.kimg=50",
            "evaluation.samples=20"
        };
        Experiment laidOut;
        double seconds;
        try (Dataset images = TinyRuns.images(0)) {
            long start = System.nanoTime();
            try (TrainingRun run = TrainingRun.start(TinyRuns.experiment(settings), images, timed)) {
                run.endWithin(Duration.ofSeconds(4), start);
                assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
                seconds = (System.nanoTime() - start) / 1e9;
                laidOut = run.experiment();
            }
            Experiment written = RunDirectory.open(timed).experiment();
            assertThat(written).isEqualTo(laidOut);
            assertThat(written.training().annealKimg().segments().getFirst().kimg())
                    .isInfinite();
            assertThat(written.training().images())
                    .isEqualTo(Math.round(written.training().kimg() * 1000));
            try (TrainingRun run = TrainingRun.start(written, images, repeated)) {
                run.train(event -> {});
            }
        }
        // A busy machine may miss the time by more than the twentieth that a steady one keeps to.
        assertThat(seconds).isBetween(3.0, 8.0);
        String last = "checkpoints/" + RunDirectory.stamp(laidOut.training().images());
        assertThat(TinyRuns.tensorFiles(repeated.resolve(last))).isEqualTo(TinyRuns.tensorFiles(timed.resolve(last)));
    }

    @Test
    void a_training_for_a_time_that_was_stopped_goes_on_to_the_length_that_it_had_found() throws IOException {
        Path stopped = folder.resolve("stopped");
        Path straight = folder.resolve("straight");
        String[] settings = {"training.kimg=3.2", "generator.optimizer.rate=2e-3 -> 1e-5"};
        try (Dataset images = TinyRuns.images(0)) {
            try (TrainingRun run = TrainingRun.start(TinyRuns.experiment(settings), images, stopped)) {
                run.endWithin(Duration.ofMinutes(1), System.nanoTime());
                run.train(event -> {
                    // The second comes with the length that was found.
                    if (event instanceof TrainingEvent.Started && event.images() > 0) {
                        run.requestStop();
                    }
                });
            }
            Experiment found = RunDirectory.open(stopped).experiment();
            assertThat(found.training().annealKimg().segments()).hasSize(2);
            // The whole minute need not pass: where it goes on, the schedules are what counts.
            long end = RunDirectory.images(
                            new Checkpoints(RunDirectory.open(stopped)).names().getFirst())
                    + 160;
            Experiment shorter = found.withLength(end / 1000.0, found.training().annealKimg());
            RunDirectory.open(stopped).rewrite(shorter);
            try (TrainingRun run = TrainingRun.resume(stopped, images, 0)) {
                run.train(event -> {});
            }
            try (TrainingRun run = TrainingRun.start(shorter, images, straight)) {
                run.train(event -> {});
            }
            String last = "checkpoints/" + RunDirectory.stamp(end);
            assertThat(TinyRuns.tensorFiles(stopped.resolve(last)))
                    .isEqualTo(TinyRuns.tensorFiles(straight.resolve(last)));
        }
    }

    @Test
    void a_run_whose_images_were_moved_goes_on_where_they_are_now_and_remembers_it() {
        Path path = folder.resolve("moved");
        try (Dataset images = TinyRuns.images(0)) {
            try (TrainingRun run = TrainingRun.start(TinyRuns.experiment("data.source=old"), images, path)) {
                run.requestStop();
                run.train(event -> {});
            }
            try (TrainingRun run = TrainingRun.resume(path, images, 0, null, "new", 0, EvaluationProgress.NONE)) {
                assertThat(run.experiment().data().source()).isEqualTo("new");
            }
            assertThat(RunDirectory.open(path).experiment().data().source()).isEqualTo("new");
            // The checkpoint still tells the old place, which is no difference.
            try (TrainingRun run = TrainingRun.resume(path, images, 0)) {
                assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
            }
        }
        try (Dataset others = TinyRuns.images(1)) {
            assertThatThrownBy(() -> TrainingRun.resume(path, others, 0, null, "others", 0, EvaluationProgress.NONE))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("The images of 'others' are not those");
        }
        assertThat(RunDirectory.open(path).experiment().data().source()).isEqualTo("new");
    }
}
