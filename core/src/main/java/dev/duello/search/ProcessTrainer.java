package dev.duello.search;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunDirectory;
import dev.duello.train.RunLog;
import dev.duello.train.SettingsReference;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Trains each trial in a process of its own, so that one that crashes harms no other. The process ends when this one does, since
 * its standard input ends then; what it trained until its newest checkpoint is gone on with.
 */
public final class ProcessTrainer implements TrialTrainer {
    private static final String RUN = "run";
    /** Exit codes of a command that Ctrl-C or SIGTERM stopped. */
    private static final Set<Integer> STOPPED = Set.of(130, 143);
    /** Alerts that mean that a training is lost, where the metric agrees. */
    private static final Set<String> LOST = Set.of("mode-collapse", "dead-generator");

    private final List<String> command;
    private final Path base;
    private final Dataset data;
    private final List<String> metrics;
    private final List<Double> lengths;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;

    /**
     * @param command starts Duello, such as a Java with its options, a class path and the main class; must end when its standard
     *     input does
     * @param data that all trials learn from; stays open as long
     */
    public ProcessTrainer(List<String> command, Study study, Dataset data) {
        this.command = List.copyOf(command);
        this.base = study.base();
        this.data = data;
        metrics = study.settings().metrics();
        lengths = study.settings().lengths();
    }

    /** Where the run of a trial lies. */
    public static Path run(Path folder) {
        return folder.resolve(RUN);
    }

    @Override
    public void stop() {
        isStopping = true;
        running.forEach(ProcessTrainer::end);
    }

    /** Process.destroy would close the standard input as well, at whose end the process ends without saving what it trained. */
    private static void end(Process process) {
        process.toHandle().destroy();
    }

    @Override
    public Outcome train(Job job) throws InterruptedException {
        Path run = run(job.folder());
        try {
            int exit = run(job, isBegun(run) ? resume(job, run) : start(job, run));
            if (STOPPED.contains(exit) || isStopping) {
                return new Outcome(List.of(), "", true);
            }
            if (exit != 0) {
                return new Outcome(List.of(), reason(job, exit), false);
            }
            return outcome(job, RunLog.read(run));
        } catch (SettingException e) {
            return new Outcome(List.of(), e.getMessage(), false);
        } catch (IOException e) {
            throw new TrainingException(job.folder() + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isBegun(Path run) {
        return Files.isRegularFile(run.resolve("experiment.yaml"))
                && !RunDirectory.open(run).checkpointNames().isEmpty();
    }

    private static List<String> resume(Job job, Path run) {
        return List.of("resume", run.toString(), "--kimg", number(job.kimg()), "--quiet");
    }

    private List<String> start(Job job, Path run) throws IOException {
        discard(run);
        Path file = job.folder().resolve("experiment.yaml");
        Files.writeString(file, ExperimentReader.write(experiment(job)));
        return List.of("train", "--config", file.toString(), "--out", run.toString(), "--quiet");
    }

    /** What a process left that was killed before its first checkpoint. */
    private static void discard(Path run) throws IOException {
        if (Files.exists(run)) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Schedules take the whole length from the first rung on, so that to go on is to have trained it at once. */
    private Experiment experiment(Job job) {
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

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private int run(Job job, List<String> words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectOutput(job.folder().resolve("output.txt").toFile())
                .redirectError(job.folder().resolve("errors.txt").toFile());
        // Threads that wait must not take the processor from the other trials.
        builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        Process process = builder.start();
        running.add(process);
        try {
            if (isStopping) {
                end(process);
            }
            return process.waitFor();
        } finally {
            running.remove(process);
            process.getOutputStream().close();
        }
    }

    private static String reason(Job job, int exit) throws IOException {
        List<String> lines = Files.readAllLines(job.folder().resolve("errors.txt")).stream()
                .filter(line -> !line.isBlank())
                .toList();
        String last = lines.isEmpty() ? "" : lines.getLast().replaceFirst("^duello: ", "");
        return exit > 128
                ? "It was killed (exit code " + exit + "), perhaps because memory was short. " + last
                : last.isEmpty() ? "It ended with exit code " + exit + "." : last;
    }

    private Outcome outcome(Job job, RunLog log) {
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

    /** All settings of the experiment of a trial, at full length, as somebody would train it alone. */
    public static String best(Study study, Dataset data, Map<String, String> values) {
        return ExperimentReader.write(SearchedSettings.experiment(study.base(), data, values, Map.of()));
    }

    /** The values of the searched settings in the base experiment. */
    public static Map<String, String> preset(Study study) {
        Map<String, String> all = SettingsReference.values(ExperimentReader.read(study.base(), Map.of()));
        Map<String, String> values = new LinkedHashMap<>();
        study.space()
                .parameters()
                .forEach(parameter -> values.put(parameter.key(), all.getOrDefault(parameter.key(), "")));
        return values;
    }
}
