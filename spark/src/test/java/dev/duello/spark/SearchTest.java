package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.search.Parameter;
import dev.duello.search.Parameter.Choices;
import dev.duello.search.Space;
import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyLimit;
import dev.duello.search.StudyResult;
import dev.duello.search.StudySettings;
import dev.duello.search.Trial;
import dev.duello.search.TrialRuns;
import dev.duello.search.TrialTrainer.Job;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingEvent.Evaluated;
import dev.duello.train.TrainingException;
import dev.duello.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class SearchTest {
    private static final List<Double> LENGTHS = List.of(0.16, 0.32);
    /** Too high a rate for any number. */
    private static final String LOST = "1e30";

    @TempDir
    private Path folder;

    private static Experiment experiment(String images) {
        return TinyRun.experiment(
                "data.source",
                images,
                "training.kimg",
                "0.32",
                "evaluation.metric",
                "fid",
                "evaluation.features",
                "random",
                "evaluation.samples",
                "32",
                "machine.threads",
                "0");
    }

    private Study study(String images) {
        Experiment base = experiment(images);
        Space space = new Space(List.of(
                new Parameter("generator.optimizer.rate", new Choices(List.of("2e-4", LOST)), null),
                new Parameter("objective", new Choices(List.of("hinge", "non-saturating")), null)));
        return Study.open(
                folder.resolve("study"),
                ExperimentReader.write(base),
                space,
                new StudySettings(List.of("fid"), LENGTHS, 1, 0, "tpe", 2));
    }

    /** Kills an executor as soon as a trial that runs has a checkpoint. @return whether there was one to kill */
    private static boolean killExecutor(Study study) {
        try {
            while (study.state().trials().stream()
                    .noneMatch(trial -> trial.isRunning() && TrialRuns.isBegun(run(study, trial)))) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }

    private static Path run(Study study, Trial trial) {
        return TrialRuns.run(study.folder(trial.number()));
    }

    @Test
    void trials_are_trained_side_by_side_and_neither_a_lost_one_nor_a_lost_executor_ends_the_study() throws Exception {
        String images = TinyRun.writeImages(folder.resolve("images")).toString();
        Study study = study(images);
        DuelloSpark duello = new DuelloSpark(LocalCluster.shared());
        CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> killExecutor(study));

        StudyResult result = duello.search(study, StudyLimit.trials(4), 2);

        assertThat(killed.join()).isTrue();
        assertThat(result.state().searched()).hasSize(4);
        for (Trial trial : result.state().searched()) {
            boolean isLost = trial.values().get("generator.optimizer.rate").equals(LOST);
            assertThat(trial.trouble()).contains(isLost ? "diverged" : "");
            assertThat(trial.rung() < 0).as(trial.toString()).isEqualTo(isLost);
        }
        assertThat(result.state().searched()).anyMatch(trial -> trial.rung() < 0);
        Trial best = study.ranked(result.state()).getFirst();
        assertThat(best.rung()).isEqualTo(1);
        assertThat(Files.readString(study.path().resolve("best.yaml"))).contains("rate: 2.0E-4");
        assertThat(curve(best)).isEqualTo(trainedAtOnce(study, best, images));
        // Nothing is left to do.
        assertThat(duello.search(study, StudyLimit.trials(4), 2).state()).isEqualTo(result.state());
    }

    private static List<Map<String, Double>> curve(Trial trial) {
        return trial.results().getLast().curve().stream()
                .map(StudyEvent.Measured::values)
                .toList();
    }

    /** The same settings on a single machine, without rungs: to the bit what the executors trained, whatever happened to them. */
    private List<Map<String, Double>> trainedAtOnce(Study study, Trial trial, String images) {
        Path run = folder.resolve("at-once");
        try (Dataset data = Datasets.open(images, experiment(images).data().loadOptions(Split.TRAIN))) {
            Experiment whole = new TrialRuns(study, data).experiment(new Job(trial, 1, LENGTHS.getLast(), folder));
            try (TrainingRun training = TrainingRun.start(oneThread(whole), data, run)) {
                training.train(_ -> {});
            }
        }
        return RunLog.read(run).evaluations().stream().map(Evaluated::values).toList();
    }

    private Experiment oneThread(Experiment experiment) {
        try {
            Path file = Files.writeString(folder.resolve("whole.yaml"), ExperimentReader.write(experiment));
            return ExperimentReader.read(
                    file,
                    Map.of(
                            "machine.threads",
                            "1",
                            "training.anneal-kimg",
                            LENGTHS.getLast().toString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_machine_that_does_not_see_the_data_ends_the_study_with_a_sentence() throws IOException {
        // From the folder in which an executor runs, this leads nowhere.
        Path images = Path.of("").toAbsolutePath().relativize(TinyRun.writeImages(folder.resolve("images")));
        Study study = study(images.toString());
        DuelloSpark duello = new DuelloSpark(LocalCluster.shared());

        assertThatThrownBy(() -> duello.search(study, StudyLimit.trials(4), 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("The executor on ")
                .hasMessageContaining("cannot open the images: ");
        assertThat(study.state().searched()).allMatch(trial -> trial.results().isEmpty());
    }
}
