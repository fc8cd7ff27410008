package dev.duello.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duello.search.TrialTrainer.Outcome;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class StudyTest {
    @TempDir(factory = MemoryFolder.class)
    private Path folder;

    private Study whole() throws InterruptedException {
        Study study = SyntheticStudy.open(folder.resolve("whole"));
        SyntheticStudy.run(study, 0);
        return study;
    }

    @Test
    void a_study_halves_ends_what_fails_and_trains_the_best_again_beside_the_preset() throws InterruptedException {
        Study study = whole();

        StudyState state = study.state();
        List<Trial> searched = state.searched();
        assertThat(searched).hasSize(24);
        assertThat(searched.stream().filter(trial -> trial.rung() < 0))
                .hasSize(3)
                .allMatch(trial -> trial.trouble().contains("NaN"));
        long second = searched.stream().filter(trial -> trial.rung() >= 1).count();
        long last = searched.stream().filter(trial -> trial.rung() == 3).count();
        assertThat(second).isBetween(8L, 16L);
        // More than an eighth, since later trials are better than those that went on before them.
        assertThat(last).isBetween(1L, 9L);
        // Nothing is trained twice: every rung once.
        assertThat(searched)
                .allSatisfy(trial -> assertThat(trial.results().stream()
                                .map(StudyEvent.Ended::rung)
                                .toList())
                        .doesNotHaveDuplicates()
                        .isSorted());
        List<Integer> best =
                study.ranked(state).stream().limit(3).map(Trial::number).toList();
        assertThat(state.compared().stream().map(trial -> trial.repeats() + " " + trial.seed()))
                .containsExactlyInAnyOrder(
                        best.get(0) + " 8",
                        best.get(1) + " 8",
                        best.get(2) + " 8",
                        "-1 8",
                        best.get(0) + " 9",
                        best.get(1) + " 9",
                        best.get(2) + " 9",
                        "-1 9");
    }

    @Test
    void a_study_that_was_killed_anywhere_ends_with_the_same_trials() throws IOException, InterruptedException {
        // Enough for proposals by TPE, all rungs and a comparison.
        StudySettings settings =
                new StudySettings(List.of("fid"), Halving.over(100).lengths(), 7, 1, "tpe", 1);
        StudyLimit limit = StudyLimit.trials(14);
        Study whole = SyntheticStudy.open(folder.resolve("whole"), settings);
        SyntheticStudy.run(whole, 0, limit);
        byte[] journal = Files.readAllBytes(whole.path().resolve("journal.jsonl"));
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            // What a kill leaves is a prefix of the journal, cut anywhere within a line.
            Path path = folder.resolve("killed-" + i);
            Study killed = SyntheticStudy.open(path, settings);
            Files.write(path.resolve("journal.jsonl"), Arrays.copyOf(journal, random.nextInt(journal.length)));
            SyntheticStudy.run(killed, 0, limit);
            assertThat(SyntheticStudy.trials(killed)).isEqualTo(SyntheticStudy.trials(whole));
        }
    }

    @Test
    void a_study_whose_process_is_killed_again_and_again_ends_with_the_same_trials()
            throws IOException, InterruptedException {
        Study whole = whole();
        Path path = folder.resolve("victim");
        Random random = new Random(6);
        int kills = 0;
        Path journal = path.resolve("journal.jsonl");
        while (kills < 6) {
            Process process = start(path, 5);
            // Starting takes a time that nobody knows: it is killed after it has written something.
            long until = size(journal) + 1 + random.nextInt(3000);
            while (process.isAlive() && size(journal) < until) {
                Thread.sleep(1);
            }
            kills += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
        }
        assertThat(start(path, 0).waitFor()).isZero();
        assertThat(SyntheticStudy.trials(SyntheticStudy.open(path))).isEqualTo(SyntheticStudy.trials(whole));
    }

    @Test
    void two_processes_work_on_one_study_and_train_nothing_twice() throws IOException, InterruptedException {
        Path path = folder.resolve("shared");
        List<Process> processes = List.of(start(path, 20), start(path, 20));
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }

        String journal = Files.readString(path.resolve("journal.jsonl"));
        List<String> began = new ArrayList<>();
        Set<String> workers = new HashSet<>();
        journal.lines().filter(line -> line.contains("\"began\"")).forEach(line -> {
            began.add(line.replaceAll(",\"worker.*", ""));
            workers.add(line.replaceAll(".*\"worker\":\"([^\"]*)\".*", "$1"));
        });
        assertThat(began).doesNotHaveDuplicates();
        assertThat(workers).hasSize(2);
        assertThat(SyntheticStudy.open(path).state().searched()).hasSize(24);
    }

    @Test
    void optuna_is_told_every_trial_with_its_state() throws IOException, InterruptedException {
        Study study = whole();

        List<JsonNode> lines = new ArrayList<>();
        for (String line : OptunaJournal.of(study, study.state()).split("\n")) {
            lines.add(new ObjectMapper().readTree(line));
        }

        assertThat(lines.getFirst().get("directions")).hasToString("[1]");
        List<JsonNode> trials = lines.subList(1, lines.size());
        assertThat(trials).hasSize(24).allMatch(trial -> trial.get("op_code").asInt() == 4);
        // Optuna's states: 1 is complete, 2 pruned, 3 failed.
        assertThat(trials.stream().filter(trial -> trial.get("state").asInt() == 3))
                .hasSize(3);
        assertThat(trials.stream().filter(trial -> trial.get("state").asInt() == 1))
                .isNotEmpty()
                .allMatch(trial -> trial.at("/values/0").isNumber()
                        && trial.at("/intermediate_values/100000").isNumber()
                        && trial.at("/params/x0").isNumber());
        assertThat(trials.getFirst().at("/distributions/x0").asText()).contains("FloatDistribution");
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static Process start(Path path, int millis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SyntheticStudy.class.getName(),
                        path.toString(),
                        String.valueOf(millis))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void several_threads_work_side_by_side() throws InterruptedException {
        Study study = SyntheticStudy.open(folder.resolve("threads"));

        study.work(SyntheticStudy.trainer(study.space(), 2), SyntheticStudy.LIMIT, 4, (_, _) -> {});

        assertThat(study.state().searched()).hasSize(24);
        assertThat(study.state().trials()).noneMatch(Trial::isRunning);
        assertThat(study.state().compared()).hasSize(8);
    }

    @Test
    void a_finished_study_is_extended_by_more_trials() throws InterruptedException {
        Study study = whole();
        List<String> before = SyntheticStudy.trials(study);

        study.work(SyntheticStudy.trainer(study.space(), 0), StudyLimit.trials(30), 1, (_, _) -> {});

        assertThat(study.state().searched()).hasSize(30);
        assertThat(SyntheticStudy.trials(study).subList(0, 3)).isEqualTo(before.subList(0, 3));
    }

    @Test
    void a_limited_time_leaves_some_for_the_comparison() throws InterruptedException {
        Study study = SyntheticStudy.open(folder.resolve("timed"));
        TrialTrainer trainer = SyntheticStudy.trainer(study.space(), 2);

        study.work(trainer, new StudyLimit(Integer.MAX_VALUE, 0.4), 1, (_, _) -> {});

        StudyState state = study.state();
        assertThat(state.compared()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(state.searched().size()).isBetween(3, 200);
        assertThat(state.spent()).isLessThan(1);
    }

    @Test
    void what_ends_early_is_gone_on_with() throws InterruptedException {
        Study study = SyntheticStudy.open(folder.resolve("stopped"));
        TrialTrainer trainer = SyntheticStudy.trainer(study.space(), 0);
        boolean[] wasStopped = {false};
        TrialTrainer stopping = job -> {
            if (job.trial().number() == 5 && !wasStopped[0]) {
                wasStopped[0] = true;
                study.requestStop();
                return new Outcome(List.of(), "", true);
            }
            return trainer.train(job);
        };
        study.work(stopping, SyntheticStudy.LIMIT, 1, (_, _) -> {});
        assertThat(study.state().trials().get(5).isRunning()).isTrue();

        Study again = SyntheticStudy.open(folder.resolve("stopped"));
        SyntheticStudy.run(again, 0);

        assertThat(SyntheticStudy.trials(again)).isEqualTo(SyntheticStudy.trials(whole()));
    }

    @Test
    void a_study_is_read_back_with_its_space() {
        Space space = new Space(List.of(
                new Parameter("objective", new Parameter.Choices(List.of("hinge", "minimax")), null),
                new Parameter("penalty.r1", new Parameter.Numbers(0.1, 10, true, false), null),
                new Parameter(
                        "penalty.interval",
                        new Parameter.Numbers(1, 16, false, true),
                        new Parameter.Condition("objective", Set.of("hinge")))));
        Path path = folder.resolve("space");
        Study.open(path, "preset: auto\n", space, SyntheticStudy.SETTINGS);

        Study read = Study.read(path);

        assertThat(Study.isStudy(path)).isTrue();
        assertThat(read.space()).isEqualTo(space);
        assertThat(read.settings()).isEqualTo(SyntheticStudy.SETTINGS);
        assertThat(read.state().trials()).isEmpty();
    }

    @Test
    void whoever_trained_a_trial_and_was_killed_is_known_to_be_gone() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ended.waitFor();
        String self = Worker.self();

        assertThat(Worker.isGone(self)).isFalse();
        assertThat(Worker.isGone(self.replaceAll("[0-9]+$", String.valueOf(ended.pid()))))
                .isTrue();
        assertThat(Worker.isGone("another-machine:1")).isFalse();
        assertThat(Worker.isGone("")).isFalse();
    }

    @Test
    void a_study_of_other_settings_is_not_gone_on_with_once_something_was_trained() throws InterruptedException {
        Path path = folder.resolve("study");
        Study.open(path, "preset: auto\n", TestFunctions.space(6), SyntheticStudy.SETTINGS);
        SyntheticStudy.run(SyntheticStudy.open(path), 0, StudyLimit.trials(1));
        assertThat(Study.read(path).space()).isEqualTo(TestFunctions.space(3));

        assertThatThrownBy(() -> Study.open(path, "preset: auto\n", TestFunctions.space(6), SyntheticStudy.SETTINGS))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("another space");
        assertThatThrownBy(() -> Study.open(path, "preset: dcgan\n", TestFunctions.space(3), SyntheticStudy.SETTINGS))
                .hasMessageContaining("another experiment");
    }

    @Test
    void a_folder_with_something_else_is_left_alone() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> SyntheticStudy.open(folder)).hasMessageContaining("not empty");
    }

    @Test
    void where_everything_fails_the_study_ends_and_says_why() {
        Study study = SyntheticStudy.open(folder.resolve("failing"));
        TrialTrainer failing = _ -> new Outcome(List.of(), "the disk is full", false);

        assertThatThrownBy(() -> study.work(failing, SyntheticStudy.LIMIT, 1, (_, _) -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the disk is full");
        assertThat(study.state().trials()).hasSize(3);
    }

    @Test
    void of_several_metrics_the_pareto_front_is_found() {
        Map<Integer, Map<String, Double>> results = Map.of(
                0, Map.of("fid", 10.0, "seconds", 9.0),
                1, Map.of("fid", 20.0, "seconds", 4.0),
                2, Map.of("fid", 21.0, "seconds", 5.0),
                3, Map.of("fid", 30.0, "seconds", 1.0));
        List<String> metrics = List.of("fid", "seconds");

        assertThat(Ranking.front(metrics, results)).containsExactlyInAnyOrder(0, 1, 3);
        assertThat(Ranking.badness(metrics, results).get(2)).isEqualTo(1);
    }

    @Test
    void the_best_so_far_is_of_a_moving_average() {
        List<StudyEvent.Measured> curve = new ArrayList<>();
        for (double value : new double[] {50, 40, 30, 20, 80, 90}) {
            curve.add(new StudyEvent.Measured(curve.size(), curve.size(), Map.of("fid", value, "recall", value)));
        }

        assertThat(Ranking.best("fid", curve)).isEqualTo(30);
        assertThat(Ranking.best("recall", curve)).isEqualTo((20 + 80 + 90) / 3.0);
        assertThat(Ranking.best("seconds", curve)).isEqualTo(5);
    }
}
