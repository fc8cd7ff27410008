package dev.duello.search;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.search.TrialTrainer.Job;
import dev.duello.search.TrialTrainer.Outcome;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The trainings of a study's trials, wherever they are made: with which settings, in which folder, and what came of them. */
public final class TrialRuns {
    private static final String RUN = "run";
    /** Alerts that mean that a training is lost, where the metric agrees. */
    private static final Set<String> LOST = Set.of("mode-collapse", "dead-generator");

    private final Path base;
    private final Dataset data;
    private final List<String> metrics;
    private final List<Double> lengths;

    /** @param data that all trials learn from; stays open as long */
    public TrialRuns(Study study, Dataset data) {
        this.base = study.base();
        this.data = data;
        metrics = study.settings().metrics();
        lengths = study.settings().lengths();
    }

    /** Where the run of a trial lies. @param folder of the trial */
    public static Path run(Path folder) {
        return folder.resolve(RUN);
    }

    /** Whether there is a checkpoint to go on from. */
    public static boolean isBegun(Path run) {
        return Files.isRegularFile(run.resolve("experiment.yaml"))
                && !RunDirectory.open(run).checkpointNames().isEmpty();
    }

    /** Removes what a process left that was killed before its first checkpoint. */
    public static void discard(Path run) throws IOException {
        if (Files.exists(run)) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * What to begin a trial with. Schedules take the whole length from the first rung on, so that to go on is to have trained it at
     * once.
     *
     * @throws SettingException when its values do not go together
     */
    public Experiment experiment(Job job) {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("training.seed", String.valueOf(job.trial().seed()));
        others.put("training.kimg", number(job.kimg()));
        double often = lengths.getFirst() / 2;
        others.put("training.checkpoint-kimg", number(often));
        others.put("training.sample-kimg", number(lengths.getFirst()));
        others.put("training.keep-checkpoints", "1");
        others.put("evaluation.kimg", number(often));
        others.put("evaluation.until", until(metrics));
        return SearchedSettings.experiment(base, data, job.trial().values(), others);
    }

    /** Goals that are never reached, since a training measures what it has a goal for. */
    private static String until(List<String> metrics) {
        List<String> goals = metrics.stream()
                .skip(1)
                .filter(metric -> !metric.equals(Ranking.SECONDS))
                .map(metric -> metric + "<-1e9")
                .toList();
        return goals.isEmpty() ? "never" : String.join(",", goals);
    }

    static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /**
     * What came of a trial that was trained to the length of a job.
     *
     * @throws TrainingException when its run cannot be read
     */
    public Outcome outcome(Job job) {
        RunLog log = RunLog.read(run(job.folder()));
        List<StudyEvent.Measured> curve = curve(metrics, log);
        if (curve.isEmpty()) {
            return new Outcome(List.of(), "Nothing was measured.", false);
        }
        return new Outcome(curve, trouble(job, log, curve), false);
    }

    /** What a trial measured so far, also between two rungs; empty when that cannot be read here. */
    public static List<StudyEvent.Measured> measured(Study study, Trial trial) {
        Path run = run(study.folder(trial.number()));
        try {
            return Files.isDirectory(run) ? curve(study.settings().metrics(), RunLog.read(run)) : List.of();
        } catch (TrainingException e) {
            return List.of();
        }
    }

    private static List<StudyEvent.Measured> curve(List<String> metrics, RunLog log) {
        List<StudyEvent.Measured> curve = new ArrayList<>();
        for (TrainingEvent.Evaluated evaluated : log.evaluations()) {
            Map<String, Double> values = new LinkedHashMap<>();
            metrics.stream()
                    .filter(metric -> evaluated.values().containsKey(metric))
                    .forEach(metric -> values.put(metric, evaluated.values().get(metric)));
            curve.add(new StudyEvent.Measured(evaluated.images() / 1000.0, evaluated.seconds(), values));
        }
        return curve;
    }

    /** An alert since the rung before, where the last measurement is not the best. */
    private String trouble(Job job, RunLog log, List<StudyEvent.Measured> curve) {
        String metric = metrics.getFirst();
        double last = Ranking.badness(
                metric,
                metric.equals(Ranking.SECONDS) ? 0 : curve.getLast().values().get(metric));
        boolean isBest = metric.equals(Ranking.SECONDS)
                || curve.stream()
                        .allMatch(each ->
                                last <= Ranking.badness(metric, each.values().get(metric)));
        double before = job.rung() == 0 ? 0 : lengths.get(job.rung() - 1);
        return log.alerts().stream()
                .filter(alert -> LOST.contains(alert.symptom()) && alert.images() / 1000.0 > before && !isBest)
                .map(alert -> String.format(
                        Locale.ROOT, "%s at %.1f kimg: %s", alert.symptom(), alert.images() / 1000.0, alert.evidence()))
                .reduce((_, newer) -> newer)
                .orElse("");
    }
}
