package dev.duello.app.studio.runs;

import dev.duello.Messages;
import dev.duello.app.studio.http.HttpException;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.RunDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and resumes trainings, each a process of its own that the studio neither waits for nor takes along when it ends.
 * What a process writes goes to {@code .studio/NAME.log} beside the runs.
 */
public final class TrainingLauncher {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long START_SECONDS = 60;
    private static final int OUTPUT_BYTES = 4000;
    /** How the last line of a command that failed begins. */
    private static final String ERROR = "duello: ";

    private final Path root;
    private final List<String> duello;

    /**
     * @param root where runs are and new ones go
     * @param duello the command that runs Duello, without arguments
     */
    public TrainingLauncher(Path root, List<String> duello) {
        this.root = root;
        this.duello = List.copyOf(duello);
    }

    /**
     * Starts a training, and waits until it has its folder.
     *
     * @param name of the new run, or empty for one that tells when and what
     * @param settings dotted keys of the experiment
     * @param time how long it shall take; null when the settings tell its length
     * @return the name of the run
     * @throws HttpException when it ends before
     * @throws dev.duello.learn.SettingException when the settings are none
     */
    public String start(String name, Map<String, String> settings, @Nullable Duration time) throws IOException {
        Experiment experiment = ExperimentReader.read(null, settings);
        Path target = root.resolve(
                name.isEmpty()
                        ? RunDirectory.defaultPath(experiment).getFileName().toString()
                        : name);
        String id = String.valueOf(target.getFileName());
        if (!NAME.matcher(id).matches()) {
            throw HttpException.at(
                    "name", "A name consists of letters, digits, points and dashes, at most 100 of them.");
        }
        if (Files.exists(target)) {
            throw HttpException.at("name", "There is a run '" + id + "' already.");
        }
        Files.createDirectories(root);
        List<String> arguments = new ArrayList<>(List.of("train", "--out=" + target));
        settings.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
        if (time != null) {
            arguments.add("--for=" + time.toSeconds() + "s");
        }
        launch(id, arguments, () -> Files.isRegularFile(target.resolve("experiment.yaml")));
        return id;
    }

    /** Goes on with a run, and waits until it trains. @param kimg a new length, or 0 @throws HttpException when it does not */
    public void resume(Run run, double kimg) throws IOException {
        if (run.summary().status() == RunStatus.TRAINING) {
            throw new HttpException(409, run.id() + " is being trained.");
        }
        List<String> arguments = new ArrayList<>(List.of("resume", run.path().toString()));
        if (kimg > 0) {
            arguments.add("--kimg=" + kimg);
        }
        launch(run.id(), arguments, () -> isTraining(run));
    }

    private static boolean isTraining(Run run) {
        try {
            run.readFor(100);
            return run.summary().status() == RunStatus.TRAINING;
        } catch (IOException e) {
            return false;
        }
    }

    private void launch(String id, List<String> arguments, BooleanSupplier started) throws IOException {
        Path output = outputFile(id);
        Files.createDirectories(output.getParent());
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // In a session of its own, so that Ctrl-C in the studio's terminal does not stop it.
            command.add(SETSID.toString());
        }
        command.addAll(duello);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (!started.getAsBoolean() && System.nanoTime() < end) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    if (started.getAsBoolean()) {
                        return;
                    }
                    String words = output(id).strip();
                    throw new HttpException(
                            422, words.isEmpty() ? "The process ended immediately, without any output." : words);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks a run's process to save and stop, as Ctrl-C does. @throws HttpException when nobody trains it, or it may not be stopped */
    public void stop(Run run) throws IOException {
        Optional<ProcessHandle> process = run.process();
        if (process.isEmpty()) {
            throw new HttpException(409, run.id() + " is not being trained on this machine.");
        }
        boolean own = process.get().pid() == ProcessHandle.current().pid();
        if (own || !TrainingProcess.holdsLock(run.path())) {
            throw new HttpException(409, run.id() + " is trained by no process of its own.");
        }
        if (!process.get().destroy()) {
            throw new HttpException(409, "Process " + process.get().pid() + " may not be stopped by this user.");
        }
    }

    /** The last lines that a run's process wrote, empty when the studio did not start it. */
    public String output(String id) {
        return output(outputFile(id));
    }

    private static String output(Path path) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(OUTPUT_BYTES, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Files.exists(path) ? "It cannot be read: " + Messages.reason(e) + "." : "";
        }
    }

    /** The error that the process of a run ended with, where the studio started it. */
    static Optional<String> lastError(Path run) {
        Path root = run.getParent();
        String id = String.valueOf(run.getFileName());
        return root == null
                ? Optional.empty()
                : output(outputFile(root, id))
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith(ERROR))
                        .reduce((_, last) -> last)
                        .map(line -> line.substring(ERROR.length()));
    }

    private Path outputFile(String id) {
        return outputFile(root, id);
    }

    private static Path outputFile(Path root, String id) {
        return root.resolve(".studio").resolve(id + ".log");
    }
}
