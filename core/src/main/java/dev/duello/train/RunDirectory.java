package dev.duello.train;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.export.ExportedFolder;
import dev.duello.nn.Architecture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of one training: where everything of it lies. */
public record RunDirectory(Path path) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A name under {@code runs/} that tells when, what and how. */
    public static Path defaultPath(Experiment experiment) {
        String source = Path.of(experiment.data().source()).getFileName().toString();
        String data = source.replaceAll("\\.(zip|tar|tgz|gz|bin)$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        String name = TIME.format(LocalDateTime.now()) + "-" + data + "-" + experiment.preset();
        Path path = Path.of("runs", name);
        for (int i = 2; Files.exists(path); i++) {
            path = Path.of("runs", name + "-" + i);
        }
        return path;
    }

    /**
     * Opens a folder that holds a run.
     *
     * @throws TrainingException when it holds none
     */
    public static RunDirectory open(Path path) {
        RunDirectory run = new RunDirectory(path);
        if (!Files.isRegularFile(run.experimentFile())) {
            if (ExportedFolder.isOne(path)) {
                throw new TrainingException(path + " is an exported folder, which holds networks and nothing of their"
                        + " training. Take the run that it was exported from.");
            }
            throw new TrainingException(path + " is not a run directory: it holds no experiment.yaml."
                    + " `duello train` makes one under runs/.");
        }
        return run;
    }

    /**
     * Makes the folder and writes the experiment into it.
     *
     * @throws TrainingException when something is there already, or it cannot be written
     */
    static RunDirectory create(Path path, Experiment experiment) {
        RunDirectory run = new RunDirectory(path);
        try {
            if (Files.exists(run.experimentFile())) {
                throw new TrainingException(path
                        + (run.checkpointNames().isEmpty()
                                ? " holds a run without a checkpoint: it is only beginning, or it stopped before its"
                                        + " first. In the latter case delete the folder, or choose another one."
                                : " already holds a run: resume it, or choose another folder for a new one."));
            }
            if (Files.exists(path)) {
                try (Stream<Path> entries = Files.list(path)) {
                    if (entries.findAny().isPresent()) {
                        throw new TrainingException(
                                path + " is not empty. Choose a new folder, so that nothing is overwritten.");
                    }
                }
            }
            Files.createDirectories(run.samples());
            Files.createDirectories(run.checkpoints());
            Files.writeString(run.experimentFile(), ExperimentReader.write(experiment));
            return run;
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    /** The resolved experiment as it was written at the start. */
    public Experiment experiment() {
        return ExperimentReader.readRun(experimentFile());
    }

    /** Replaces the experiment, whole or not at all. */
    void rewrite(Experiment experiment) {
        try {
            AtomicFiles.replace(
                    experimentFile(), beside -> Files.writeString(beside, ExperimentReader.write(experiment)));
        } catch (IOException e) {
            throw cannotWrite(experimentFile(), e);
        }
    }

    Path experimentFile() {
        return path.resolve("experiment.yaml");
    }

    /** Where runs of formats before the third have the architectures of both networks. */
    Path networksFile() {
        return path.resolve("networks.json");
    }

    Path eventsFile() {
        return path.resolve("events.jsonl");
    }

    /**
     * The networks as they were built when the training began, whatever the same settings would build now, by name. Those of the
     * settings while there is no checkpoint.
     *
     * @throws TrainingException when no checkpoint is whole
     */
    public Map<String, Architecture> architectures() {
        Experiment experiment = experiment();
        return checkpointNames().isEmpty()
                ? experiment.architectures()
                : new Checkpoints(this).newest().architectures(experiment);
    }

    public Path samples() {
        return path.resolve("samples");
    }

    /**
     * Of a learner with an encoder: originals and below them reconstructions, in a file of the same name for each of {@link #samples}.
     * The folder is made when the first is written.
     */
    public Path reconstructions() {
        return path.resolve("reconstructions");
    }

    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /**
     * The newest grid of samples.
     *
     * @throws TrainingException when there is none
     */
    public Path newestSamples() {
        try (Stream<Path> files = Files.list(samples())) {
            return files.filter(file -> images(sampleStamp(file)) >= 0)
                    .max(Comparator.comparingLong(file -> images(sampleStamp(file))))
                    .orElseThrow(() -> new TrainingException(samples() + " holds no sample grid yet."));
        } catch (IOException e) {
            throw new TrainingException(samples() + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    private static String sampleStamp(Path file) {
        return file.getFileName().toString().replaceFirst("\\.png$", "");
    }

    /** The names of finished checkpoints, the newest first. @throws TrainingException when they cannot be listed */
    public List<String> checkpointNames() {
        return new Checkpoints(this).names();
    }

    /** The name of the best checkpoint, when one was marked. */
    public Optional<String> bestCheckpoint() {
        return Optional.ofNullable(new BestLink(this).name());
    }

    /** Images seen as a name in thousands: {@code 000012.352k}. Such names sort by number, not as text: some are longer. */
    static String stamp(long images) {
        return String.format(Locale.ROOT, "%06d.%03dk", images / 1000, images % 1000);
    }

    /** What {@link #stamp} was made of, or -1 when it is none. */
    static long images(String stamp) {
        long images = stamp.matches("\\d{6,15}\\.\\d{3}k") ? Long.parseLong(stamp.replaceAll("[.k]", "")) : -1;
        return images >= 0 && stamp(images).equals(stamp) ? images : -1;
    }

    /**
     * Keeps other processes from training into the same folder; released by closing, or by the death of this process.
     *
     * @throws TrainingException when another process holds it
     */
    FileChannel lock() {
        return RunLock.take(path);
    }

    static TrainingException cannotWrite(Path where, IOException e) {
        return new TrainingException(where + " cannot be written: " + Messages.reason(e) + ".", e);
    }
}
