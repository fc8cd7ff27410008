package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class TrainingEvaluatorTest {
    private static final String[] WATCHING = {
        "evaluation.metric=fid", "evaluation.kimg=0.032", "evaluation.samples=100", "training.keep-checkpoints=1"
    };

    @TempDir
    private Path folder;

    private static Experiment experiment(String... more) {
        List<String> all = new ArrayList<>(List.of(WATCHING));
        all.addAll(List.of(more));
        return TinyRuns.experiment(all.toArray(String[]::new));
    }

    private static List<TrainingEvent.Evaluated> listen(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Evaluated.class::isInstance)
                .map(TrainingEvent.Evaluated.class::cast)
                .toList();
    }

    @Test
    void the_best_checkpoint_stays_and_is_what_samples_are_made_with() {
        Path path = folder.resolve("run");
        List<TrainingEvent> events = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                // Steps this large make the generator worse after a good start.
                TrainingRun run = TrainingRun.start(
                        experiment("generator.optimizer.rate=0.03", "discriminator.optimizer.rate=0.03"),
                        images,
                        path)) {
            assertThat(run.train(events::add).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
        }
        TrainingEvent.Evaluated best = listen(events).stream()
                .min(Comparator.comparingDouble(event -> event.values().get("fid")))
                .orElseThrow();
        assertThat(listen(events)).hasSize(10);
        assertThat(listen(events))
                .allSatisfy(event -> assertThat(event.protocol())
                        .matches("random-[0-9a-f]{8}, 100 fakes against 40 of squares train"));
        assertThat(RunLog.read(path).evaluations()).isEqualTo(listen(events));
        assertThat(best.best()).isTrue();
        try (TrainedModel gan = TrainedModel.open(path)) {
            assertThat(gan.imagesSeen()).isEqualTo(best.images());
        }
        assertThat(path.resolve("best/state.json")).exists();
        assertThat(path.resolve("checkpoints/000000.320k")).exists();
    }

    /** As tools that follow links copy a run. */
    @Test
    void a_copied_run_still_knows_its_best_and_trains_on() throws IOException {
        Path path = folder.resolve("run");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(
                        experiment("generator.optimizer.rate=0.03", "discriminator.optimizer.rate=0.03"),
                        images,
                        path)) {
            run.train(event -> {});
        }
        long best;
        try (TrainedModel gan = TrainedModel.open(path)) {
            best = gan.imagesSeen();
        }
        Path link = path.resolve("best");
        Path target = link.toRealPath();
        Files.delete(link);
        Files.createDirectory(link);
        for (String file : List.of("state.json", "generator.safetensors")) {
            Files.copy(target.resolve(file), link.resolve(file));
        }
        try (TrainedModel gan = TrainedModel.open(path)) {
            assertThat(gan.imagesSeen()).isEqualTo(best);
        }
        new BestLink(RunDirectory.open(path)).pointTo("000000.320k");
        try (TrainedModel gan = TrainedModel.open(path)) {
            assertThat(gan.imagesSeen()).isEqualTo(320);
        }
    }

    @Test
    void a_goal_that_is_reached_ends_the_training() {
        List<TrainingEvent> events = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(
                        experiment("evaluation.until=fid<1e9,recall>-1"), images, folder.resolve("run"))) {
            TrainingEvent.Stopped stopped = run.train(events::add);
            assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.REACHED);
            assertThat(stopped.images()).isEqualTo(32);
        }
        assertThat(listen(events).getFirst().values()).containsOnlyKeys("fid", "recall");
    }

    /** Learning rates are multiplied at mid-run behind the trainer's back: what follows is a real divergence. */
    @Test
    void a_planted_divergence_is_noticed_and_the_best_is_restored() throws IOException {
        Path path = folder.resolve("run");
        String[] settings = {
            "training.kimg=6.4", "evaluation.kimg=0.16", "evaluation.patience=3", "training.checkpoint-kimg=0.16"
        };
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(experiment(settings), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 1600) {
                    run.requestStop();
                }
            });
        }
        Path state = path.resolve("checkpoints/000001.600k/state.json");
        Path yaml = path.resolve("experiment.yaml");
        Files.writeString(state, Files.readString(state).replace("2.0E-4", "0.01"));
        Files.writeString(yaml, Files.readString(yaml).replace("2.0E-4", "0.01"));
        List<TrainingEvent> events = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            TrainingEvent.Stopped stopped = run.train(events::add);
            assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.NO_PROGRESS);
            assertThat(stopped.images()).isLessThan(6400);
        }
        assertThat(path.resolve("samples/best.png")).isNotEmptyFile();
        try (TrainedModel gan = TrainedModel.open(path)) {
            assertThat(gan.imagesSeen()).isLessThan(events.getLast().images());
            // The grid was written from the best weights when they were new, and again once they were put back.
            Path samples = path.resolve("samples");
            assertThat(samples.resolve("best.png"))
                    .hasSameBinaryContentAs(samples.resolve(RunDirectory.stamp(gan.imagesSeen()) + ".png"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "precision, 3, never, evaluation.samples: 3 is out of range: precision needs at least 4.",
        "fid, 5, coverage>0.5, evaluation.samples: 5 is out of range: coverage needs at least 6.",
        "swd, 100, 'fid<1,is>2', 'evaluation: is needs labeled images, and squares has too few labels'"
    })
    void what_cannot_be_measured_is_refused_before_anything_is_written(
            String metric, String samples, String until, String sentence) {
        Path path = folder.resolve("run");
        try (Dataset images = TinyRuns.images(0)) {
            Experiment asked = experiment(
                    "evaluation.metric=" + metric, "evaluation.samples=" + samples, "evaluation.until=" + until);
            assertThatThrownBy(() -> TrainingRun.start(asked, images, path))
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith(sentence);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void nothing_is_measured_before_the_first_evaluation_and_whoever_wants_to_hears_how_it_goes() {
        List<String> heard = new ArrayList<>();
        // Images that nobody has seen before: their features are not in the cache.
        try (Dataset images = TinyRuns.images(System.nanoTime());
                TrainingRun run = TrainingRun.start(
                        experiment("evaluation.kimg=0.16"),
                        images,
                        folder.resolve("run"),
                        (part, done, total) -> heard.add(part + " " + done + "/" + total))) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() < 160) {
                    assertThat(heard).isEmpty();
                }
            });
        }
        assertThat(heard)
                .containsExactly(
                        "extracting features (squares) 0/40",
                        "extracting features (squares) 40/40",
                        "extracting features (fakes) 0/100",
                        "extracting features (fakes) 100/100",
                        "extracting features (fakes) 0/100",
                        "extracting features (fakes) 100/100");
    }

    @Test
    void a_classifier_is_trained_at_the_first_evaluation_once_and_measures_as_if_it_had_been_there() {
        List<String> heard = new ArrayList<>();
        List<TrainingEvent> first = new ArrayList<>();
        List<TrainingEvent> second = new ArrayList<>();
        String[] classes = {"evaluation.kimg=0.16", "evaluation.features=classifier", "data.labels=ignore"};
        // Images that nobody has seen before: there is no classifier of them yet.
        try (Dataset images = TinyRuns.labeled(System.nanoTime())) {
            for (List<TrainingEvent> events : List.of(first, second)) {
                try (TrainingRun run = TrainingRun.start(
                        experiment(classes),
                        images,
                        folder.resolve("run" + events.size() + heard.size()),
                        (part, done, total) -> heard.add(part))) {
                    run.train(event -> {
                        if (event instanceof TrainingEvent.Stepped && event.images() < 160 && first.isEmpty()) {
                            assertThat(heard).isEmpty();
                        }
                        if (event instanceof TrainingEvent.Evaluated) {
                            events.add(event);
                        }
                    });
                }
                heard.add("-");
            }
        }
        int again = heard.indexOf("-");
        assertThat(heard.subList(0, again)).contains("training a classifier to measure with");
        assertThat(heard.subList(again, heard.size())).doesNotContain("training a classifier to measure with");
        assertThat(first).hasSize(2);
        for (int i = 0; i < 2; i++) {
            TrainingEvent.Evaluated one = (TrainingEvent.Evaluated) first.get(i);
            TrainingEvent.Evaluated other = (TrainingEvent.Evaluated) second.get(i);
            assertThat(one.values()).isEqualTo(other.values());
            assertThat(one.protocol()).startsWith("classifier-").isEqualTo(other.protocol());
        }
    }

    @Test
    void a_classifier_of_images_without_labels_is_refused_before_anything_is_written() {
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.start(
                            experiment("evaluation.features=classifier"), images, folder.resolve("run")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("has no classes: a classifier needs labeled samples");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"evaluation.until=fid<8, evaluation.until: 'fid<8'", "evaluation.patience=2, evaluation.patience: 2"})
    void what_can_never_end_a_training_is_refused(String setting, String words) {
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TrainingRun.start(TinyRuns.experiment(setting), images, folder.resolve("run")))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining("evaluation.metric is none");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void stopped_and_resumed_equals_never_stopped_while_watching() throws IOException {
        Path straight = folder.resolve("straight");
        Path stopped = folder.resolve("stopped");
        try (Dataset images = TinyRuns.images(0)) {
            try (TrainingRun run = TrainingRun.start(experiment(), images, straight)) {
                run.train(event -> {});
            }
            try (TrainingRun run = TrainingRun.start(experiment(), images, stopped)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Stepped && event.images() == 144) {
                        run.requestStop();
                    }
                });
            }
            try (TrainingRun run = TrainingRun.resume(stopped, images, 0)) {
                run.train(event -> {});
            }
        }
        String last = "checkpoints/000000.320k";
        assertThat(TinyRuns.tensorFiles(stopped.resolve(last))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(last)));
        List<Double> values = CheckpointState.read(straight.resolve(last)).watched();
        assertThat(values).hasSize(10);
        assertThat(CheckpointState.read(stopped.resolve(last)).watched()).isEqualTo(values);
    }

    @Test
    void a_metric_that_needs_labels_is_refused_for_images_without() {
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(
                            () -> TrainingRun.start(experiment("evaluation.metric=is"), images, folder.resolve("run")))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("needs labeled images");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "'5,4,3,2,1,2,3,4', 3, true",
        "'5,4,3,2,1,2,3', 3, false",
        "'5,4,3,2,1,9,1.2,1.1', 3, false",
        "'1,2,3,4', 0, false",
        "'1,2,3,4', 3, true",
        "'5,4,3,2,1', 3, false",
    })
    void patience_is_over_when_nothing_improves_and_the_trend_has_turned(String values, int patience, boolean over) {
        List<Double> history =
                List.of(values.split(",")).stream().map(Double::valueOf).toList();
        assertThat(EarlyStopping.isOver(history, patience)).isEqualTo(over);
    }

    @Test
    void goals_are_all_needed() {
        StopRule rule = StopRule.parse("fid<20, recall > 0.3");
        assertThat(rule.metrics()).containsExactly(Metrics.FID, Metrics.RECALL);
        assertThat(rule.isReached(Map.of(Metrics.FID, 19.0, Metrics.RECALL, 0.4)))
                .isTrue();
        assertThat(rule.isReached(Map.of(Metrics.FID, 19.0, Metrics.RECALL, 0.2)))
                .isFalse();
        assertThat(rule.isReached(Map.of(Metrics.FID, 20.0, Metrics.RECALL, 0.4)))
                .isFalse();
        assertThat(StopRule.parse("never").isReached(Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fid | is not a goal",
                "fid<x | is not a goal",
                "fdi<3 | did you mean 'fid'?",
                "'fid<20,' | is not a goal"
            })
    void what_is_no_goal_is_refused_in_words(String text, String words) {
        assertThatThrownBy(() -> StopRule.parse(text).metrics())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("evaluation.until")
                .hasMessageContaining(words);
    }
}
