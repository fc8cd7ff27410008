package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.search.TrialRuns;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import dev.duello.train.TrainingRun;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.TaskContext;

/**
 * What a task does for a study: it trains a trial to a length, in its folder, which all machines see. What its own settings lead to is
 * reported rather than thrown, since Spark would do it again.
 *
 * @param folder of the trial
 * @param experiment what the driver wrote there, as YAML
 * @param kimg the length
 * @param fingerprint of the data that the driver sees
 */
record TrialTask(String folder, String experiment, double kimg, String fingerprint) implements Serializable {
    static final String EXPERIMENT = "experiment.yaml";

    /** How it ended. */
    enum End {
        /** The length is reached. */
        TRAINED,
        /** The trial cannot go on. */
        FAILED,
        /** Somebody stopped it; its newest checkpoint is gone on from. */
        STOPPED,
        /** No trial can be trained on this machine. */
        IMPOSSIBLE
    }

    /** @param reason a sentence; empty where nothing is wrong */
    record Report(End end, String reason) implements Serializable {}

    Report train(TaskContext task) {
        Path file = Path.of(folder, EXPERIMENT);
        try {
            if (!Files.isRegularFile(file) || !Files.readString(file).equals(experiment)) {
                return impossible("does not see the folder of the study, " + folder
                        + ": a search on Spark needs it on a file system that all machines see under the same path.");
            }
        } catch (IOException e) {
            return impossible("cannot read " + file + ": " + e.getMessage() + ".");
        }
        Experiment asked = read(file, task.cpus());
        try (Dataset images = Datasets.open(asked.data().source(), asked.data().loadOptions(Split.TRAIN))) {
            return images.fingerprint().equals(fingerprint)
                    ? train(asked, images, task)
                    : impossible("sees other images under '" + asked.data().source()
                            + "' than the driver does: all machines need the same files.");
        } catch (DataException e) {
            return impossible("cannot open the images: " + e.getMessage());
        }
    }

    private Report train(Experiment asked, Dataset images, TaskContext task) {
        Path run = TrialRuns.run(Path.of(folder));
        try (TrainingRun training = begun(asked, images, run)) {
            Reason reason = training.train(_ -> {
                        if (task.isInterrupted()) {
                            training.requestStop();
                        }
                    })
                    .reason();
            return new Report(reason == Reason.INTERRUPTED ? End.STOPPED : End.TRAINED, "");
        } catch (IOException | RuntimeException e) {
            String message = e.getMessage();
            return new Report(End.FAILED, message == null ? e.toString() : message);
        }
    }

    /** Goes on with a run that has a checkpoint, also where that is of an attempt whose executor was lost. */
    private TrainingRun begun(Experiment asked, Dataset images, Path run) throws IOException {
        if (TrialRuns.isBegun(run)) {
            return TrainingRun.resume(run, images, kimg);
        }
        TrialRuns.discard(run);
        return TrainingRun.start(asked, images, run);
    }

    /** With as many threads as the task has processors, where nothing else is said. */
    private static Experiment read(Path file, int processors) {
        Experiment asked = ExperimentReader.read(file, Map.of());
        return asked.machine().threads() != 0
                ? asked
                : ExperimentReader.read(file, Map.of("machine.threads", String.valueOf(processors)));
    }

    private static Report impossible(String what) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return new Report(End.IMPOSSIBLE, "The executor on " + host + " " + what);
    }
}
