package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.data.Dataset;
import dev.duello.gan.GanSettings;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to the folder of a run between two versions, two commands or two hands. Checkpoints come every 80 images. */
class CheckpointsTest {
    private static final String LAST = "000000.320k";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() {
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(
                        TinyRuns.experiment("training.keep-checkpoints=9"), images, shared.resolve("run"))) {
            run.train(event -> {});
        }
    }

    /** A run with checkpoints after 0, 80, 160, 240 and 320 images. */
    private Path run() throws IOException {
        Path run = folder.resolve("run");
        StoredRunsTest.copy(shared.resolve("run"), run);
        return run;
    }

    private static Path checkpoint(Path run, String name) {
        return run.resolve("checkpoints").resolve(name);
    }

    private static void change(Path checkpoint, Consumer<ObjectNode> change) throws IOException {
        Path file = checkpoint.resolve("state.json");
        ObjectNode state = (ObjectNode) ObjectMappers.JSON.readTree(Files.readAllBytes(file));
        change.accept(state);
        Files.write(file, ObjectMappers.JSON.writeValueAsBytes(state));
    }

    private static void damage(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve("average.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 4;
        Files.write(file, bytes);
    }

    private static Map<String, String> goOn(Path run) throws IOException {
        try (Dataset images = TinyRuns.images(0);
                TrainingRun training = TrainingRun.resume(run, images, 0.4)) {
            assertThat(training.imagesSeen()).isEqualTo(320);
            training.train(event -> {});
        }
        return TinyRuns.tensorFiles(checkpoint(run, "000000.400k"));
    }

    @Test
    void fields_of_a_later_version_are_passed_over_and_lacking_ones_are_what_they_were_then() throws IOException {
        Map<String, String> straight = goOn(run());
        Path run = folder.resolve("other");
        StoredRunsTest.copy(shared.resolve("run"), run);
        change(checkpoint(run, LAST), state -> {
            state.put("mood", "bright");
            state.withObject("learner").put("temperature", 3).remove("rate-halvings");
            state.withObject("diagnosis").put("pulse", 60).remove("missing");
            state.remove(List.of("rollbacks", "watched"));
            state.withObject("settings").withObject("data").remove("groups");
            state.withObject("settings").put("season", "spring");
        });
        assertThat(goOn(run)).isEqualTo(straight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "hashes", "learner", "settings", "data"})
    void a_state_that_lacks_what_every_one_has_is_damaged(String field) throws IOException {
        Path run = run();
        change(checkpoint(run, LAST), state -> state.remove(field));
        assertThatThrownBy(() -> new Checkpoints(RunDirectory.open(run)).named(LAST))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("state.json is damaged: it lacks '" + field + "'");
        assertThat(new Checkpoints(RunDirectory.open(run)).newest().state().images())
                .isEqualTo(240);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"version\": \"9\"}", "{\"format\": \"3\"}", "{\"format\": 0}"})
    void what_is_no_state_is_damage(String text) throws IOException {
        Path run = run();
        Files.writeString(checkpoint(run, LAST).resolve("state.json"), text);
        assertThatThrownBy(() -> new Checkpoints(RunDirectory.open(run)).named(LAST))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("state.json is damaged");
        assertThat(new Checkpoints(RunDirectory.open(run)).newest().state().images())
                .isEqualTo(240);
    }

    @Test
    void a_diagnosis_that_cannot_be_read_is_damage_that_is_told() throws IOException {
        Path run = run();
        change(checkpoint(run, LAST), state -> state.withObject("diagnosis").put("readings", 3));
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(run, images, 0.4))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("state.json is damaged: the state of the diagnosis");
        }
    }

    @Test
    void a_lacking_counter_is_damage_that_is_told() throws IOException {
        Path run = run();
        change(checkpoint(run, LAST), state -> state.withObject("learner").remove("latents"));
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(run, images, 0.4))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("state.json is damaged: The counter 'latents' is missing");
        }
    }

    /** Even when nothing else of it can be understood; and nothing goes back to an older checkpoint without a word. */
    @Test
    void a_newer_format_is_named_and_never_taken_for_damage() throws IOException {
        Path run = run();
        Files.writeString(
                checkpoint(run, LAST).resolve("state.json"),
                "{\"format\": 4, \"version\": \"7.1.0\", \"images\": {\"seen\": 320}}");
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.resume(run, images, 0))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining(LAST + " was written by a newer Duello, version 7.1.0, in format 4")
                    .hasMessageContaining("knows formats up to 3")
                    .hasMessageNotContaining("damaged");
        }
        assertThatThrownBy(() -> TrainedModel.open(run)).hasMessageContaining("written by a newer Duello");
        TrainedModel.open(run, "0.24").close();
    }

    @Test
    void settings_of_a_later_version_have_no_effect_and_lacking_ones_are_what_they_were_then() throws IOException {
        Map<String, String> straight = goOn(run());
        Path run = folder.resolve("other");
        StoredRunsTest.copy(shared.resolve("run"), run);
        Path yaml = run.resolve("experiment.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                                .replace("  steps: 1\n", "")
                                .replace("  groups: 20\n", "")
                                .replaceFirst("penalty:\n( .*\n)+", "")
                        + "season: spring\nwind:\n  force: 3\n");
        assertThat(gan(RunDirectory.open(run).experiment()).penalty().interval())
                .isEqualTo(1);
        assertThat(goOn(run)).isEqualTo(straight);
    }

    @Test
    void a_setting_that_every_run_has_never_gets_the_default_of_today() throws IOException {
        Path run = run();
        Path yaml = run.resolve("experiment.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("  latent: 8\n", ""));
        assertThatThrownBy(() -> RunDirectory.open(run).experiment())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("lacks generator.latent, which every run has");
    }

    /** What another machine has is no other training. */
    @Test
    void a_run_goes_on_with_other_threads_and_another_precision() throws IOException {
        Path run = run();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun training = TrainingRun.resume(
                        run,
                        images,
                        0.4,
                        new Experiment.Machine("cpu", "bf16", 2),
                        dev.duello.metric.EvaluationProgress.NONE)) {
            training.train(event -> {});
        }
        assertThat(RunDirectory.open(run).experiment().machine()).isEqualTo(new Experiment.Machine("cpu", "bf16", 2));
        assertThat(goOnFurther(run)).isEqualTo(480);
    }

    private static long goOnFurther(Path run) {
        try (Dataset images = TinyRuns.images(0);
                TrainingRun training = TrainingRun.resume(run, images, 0.48)) {
            training.train(event -> {});
            return training.imagesSeen();
        }
    }

    @Test
    void a_run_from_a_machine_with_another_device_is_sampled_on_this_one() throws IOException {
        Path run = run();
        Path yaml = run.resolve("experiment.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("device: cpu", "device: mps"));
        try (TrainedModel gan = TrainedModel.open(run)) {
            assertThat(gan.sample(3, 0)).hasSize(3 * 256);
        }
    }

    /** As if the code behind a preset had changed: what settings build today is not what was trained. */
    @Test
    void networks_are_those_that_were_trained_whatever_the_settings_build() throws IOException {
        Path run = run();
        byte[] before;
        try (TrainedModel gan = TrainedModel.open(run)) {
            before = gan.sample(4, 0);
        }
        Path yaml = run.resolve("experiment.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("network: dcgan", "network: mlp"));
        try (TrainedModel gan = TrainedModel.open(run)) {
            assertThat(gan.sample(4, 0)).isEqualTo(before);
        }
    }

    @Test
    void nothing_that_duello_did_not_write_is_deleted() throws IOException {
        Path run = run();
        Path checkpoints = run.resolve("checkpoints");
        List<Path> foreign = new ArrayList<>();
        for (String name : List.of(
                "zebra/notes.txt",
                "999999.999k-mine/generator.safetensors",
                "000000.400k/notes.txt",
                "000000.080k/notes.txt",
                "000000.080k/mine.safetensors",
                "000000.160k/deep/notes.txt",
                "000999.000k/notes.txt",
                "readme.md")) {
            Path file = checkpoints.resolve(name);
            Files.createDirectories(file.getParent());
            foreign.add(Files.writeString(file, "mine"));
        }
        Path yaml = run.resolve("experiment.yaml");
        for (String file : List.of("experiment.yaml", "checkpoints/" + LAST + "/state.json")) {
            Path path = run.resolve(file);
            Files.writeString(
                    path,
                    Files.readString(path)
                            .replace("keep-checkpoints: 9", "keep-checkpoints: 1")
                            .replace("\"keep-checkpoints\" : 9", "\"keep-checkpoints\" : 1"));
        }
        assertThat(yaml).content().contains("keep-checkpoints: 1");
        goOn(run);
        // What lay where the new checkpoint belongs was moved aside.
        foreign.set(2, checkpoints.resolve("000000.400k.other-1/notes.txt"));
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("mine"));
        assertThat(RunDirectory.open(run).checkpointNames()).doesNotContain("zebra", "000999.000k", "000000.240k");
        assertThat(RunDirectory.open(run).checkpointNames().getFirst()).isEqualTo("000000.400k");
        assertThat(checkpoint(run, "000000.080k/generator.safetensors")).doesNotExist();
        assertThat(checkpoint(run, "000000.240k")).doesNotExist();
    }

    @Test
    void a_state_that_names_files_elsewhere_deletes_none_of_them() throws IOException {
        Path run = run();
        Path elsewhere = Files.writeString(run.resolve("checkpoints/mine.safetensors"), "mine");
        Path checkpoint = checkpoint(run, LAST);
        change(checkpoint, state -> state.withObject("hashes").put("../mine.safetensors", "crc32c:0"));
        CheckpointFiles.delete(checkpoint, Set.of());
        assertThat(checkpoint).doesNotExist();
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void checkpoints_sort_by_number() throws IOException {
        Path run = run();
        for (String name : List.of("999999.936k", "1000000.000k", "1250000.000k")) {
            StoredRunsTest.copy(checkpoint(run, LAST), checkpoint(run, name));
        }
        assertThat(RunDirectory.open(run).checkpointNames())
                .startsWith("1250000.000k", "1000000.000k", "999999.936k", LAST);
        Files.copy(run.resolve("samples/000000.320k.png"), run.resolve("samples/1000000.000k.png"));
        assertThat(RunDirectory.open(run).newestSamples()).hasFileName("1000000.000k.png");
        assertThat(RunDirectory.images("12.352k")).isEqualTo(-1);
        assertThat(RunDirectory.images(RunDirectory.stamp(1_234_567_890L))).isEqualTo(1_234_567_890L);
    }

    @Test
    void a_near_checkpoint_stands_in_for_a_damaged_one_and_noise_never_does() throws IOException {
        Path run = run();
        new BestLink(RunDirectory.open(run)).pointTo("000000.240k");
        damage(checkpoint(run, "000000.240k"));
        try (TrainedModel gan = TrainedModel.open(run)) {
            assertThat(gan.imagesSeen()).isEqualTo(320);
        }
        damage(checkpoint(run, LAST));
        try (TrainedModel gan = TrainedModel.open(run)) {
            assertThat(gan.imagesSeen()).isEqualTo(160);
        }
        damage(checkpoint(run, "000000.160k"));
        assertThatThrownBy(() -> TrainedModel.open(run))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("The best checkpoint of " + run + " is damaged")
                .hasMessageContaining("240k/average.safetensors is damaged.")
                .hasMessageContaining("duello sample " + run + " --checkpoint 000000.080k");
        try (TrainedModel gan = TrainedModel.open(run, "0.08")) {
            assertThat(gan.imagesSeen()).isEqualTo(80);
        }
        damage(checkpoint(run, "000000.080k"));
        assertThatThrownBy(() -> TrainedModel.open(run)).hasMessageContaining("--checkpoint 000000.000k");
    }

    @Test
    void a_best_checkpoint_that_is_gone_is_told() throws IOException {
        Path run = run();
        new BestLink(RunDirectory.open(run)).pointTo("000064.000k");
        assertThatThrownBy(() -> TrainedModel.open(run))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("000064.000k/state.json is missing.");
    }

    @ParameterizedTest
    @CsvSource({"0.32, 320", "0.320k, 320", "000000.320k, 320", "0, 0"})
    void a_checkpoint_is_found_by_its_name_and_by_its_kimg(String wanted, long images) throws IOException {
        Checkpoints checkpoints = new Checkpoints(RunDirectory.open(run()));
        assertThat(checkpoints.named(wanted).state().images()).isEqualTo(images);
        assertThatThrownBy(() -> checkpoints.named("0.3"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no checkpoint '0.3'")
                .hasMessageContaining("There are 000000.320k, 000000.240k");
    }

    /** The last evaluation comes after the checkpoint of the same moment, when only the former is off its schedule. */
    @Test
    void a_final_evaluation_off_schedule_is_remembered() throws IOException {
        Path run = folder.resolve("watched");
        List<Double> values = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun training = TrainingRun.start(
                        TinyRuns.experiment("evaluation.metric=fid", "evaluation.kimg=0.128", "evaluation.samples=50"),
                        images,
                        run)) {
            training.train(event -> {
                if (event instanceof TrainingEvent.Evaluated evaluated) {
                    values.add(evaluated.values().get("fid"));
                }
            });
        }
        assertThat(values).hasSize(3);
        assertThat(CheckpointState.read(checkpoint(run, LAST)).watched()).isEqualTo(values);
        assertThatCode(() -> new Checkpoints(RunDirectory.open(run)).named(LAST))
                .doesNotThrowAnyException();
        try (Stream<Path> files = Files.list(checkpoint(run, LAST))) {
            assertThat(files).hasSize(5);
        }
    }

    private static GanSettings gan(Experiment experiment) {
        return (GanSettings) experiment.settings();
    }
}
