package dev.duello.search;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Trains each trial in a process of its own, so that one that crashes harms no other. The process ends when this one does, since
 * its standard input ends then; what it trained until its newest checkpoint is gone on with.
 */
public final class ProcessTrainer implements TrialTrainer {
    /** Exit codes of a command that Ctrl-C or SIGTERM stopped. */
    private static final Set<Integer> STOPPED = Set.of(130, 143);

    private final List<String> command;
    private final TrialRuns runs;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;

    /**
     * @param command starts Duello, such as a Java with its options, a class path and the main class; must end when its standard
     *     input does
     * @param data that all trials learn from; stays open as long
     */
    public ProcessTrainer(List<String> command, Study study, Dataset data) {
        this.command = List.copyOf(command);
        runs = new TrialRuns(study, data);
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
        Path run = TrialRuns.run(job.folder());
        try {
            int exit = run(job, TrialRuns.isBegun(run) ? resume(job, run) : start(job, run));
            if (STOPPED.contains(exit) || isStopping) {
                return new Outcome(List.of(), "", true);
            }
            if (exit != 0) {
                return new Outcome(List.of(), reason(job, exit), false);
            }
            return runs.outcome(job);
        } catch (SettingException e) {
            return new Outcome(List.of(), e.getMessage(), false);
        } catch (IOException e) {
            throw new TrainingException(job.folder() + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> resume(Job job, Path run) {
        return List.of("resume", run.toString(), "--kimg", TrialRuns.number(job.kimg()), "--quiet");
    }

    private List<String> start(Job job, Path run) throws IOException {
        TrialRuns.discard(run);
        Path file = job.folder().resolve("experiment.yaml");
        Files.writeString(file, ExperimentReader.write(runs.experiment(job)));
        return List.of("train", "--config", file.toString(), "--out", run.toString(), "--quiet");
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
}
