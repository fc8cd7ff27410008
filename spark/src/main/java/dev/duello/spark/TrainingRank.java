package dev.duello.spark;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.group.Follower;
import dev.duello.group.Leader;
import dev.duello.group.Membership;
import dev.duello.group.Place;
import dev.duello.metric.EvaluationProgress;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import dev.duello.train.FollowedTraining;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import dev.duello.train.TrainingException;
import dev.duello.train.TrainingRun;
import dev.duello.train.Version;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one task of a barrier stage does in a training that all of them share.
 *
 * @param experiment as YAML
 * @param run the folder of the run, which the first task writes
 */
record TrainingRank(String experiment, String run) implements Serializable {
    private static final Logger log = LoggerFactory.getLogger(TrainingRank.class);
    /** Exit code of an executor whose group broke while it waited in it. */
    private static final int BROKEN = 3;

    /**
     * Meets the other tasks and trains with them.
     *
     * @return why it stopped
     * @throws dev.duello.group.GroupException when another task is gone or failed
     */
    Reason train(BarrierTaskContext task) {
        Place place = MeetingPlace.of(task);
        Experiment asked = read(task.cpus());
        Experiment.Group group = asked.machine().group();
        Membership.Options options = new Membership.Options(
                Duration.ofMillis(Math.round(group.timeout() * 1000)),
                group.wireType(),
                Version.current(),
                TrainingRank::giveUp);
        try (Membership membership = Membership.join(place, options)) {
            return switch (membership) {
                case Leader leader -> lead(asked, leader);
                case Follower follower -> FollowedTraining.run(follower, TrainingRank::open);
            };
        }
    }

    private Reason lead(Experiment asked, Leader leader) {
        Path path = Path.of(run);
        try (Dataset images = open(asked);
                TrainingRun training = isBegun(path, leader.place().attempt())
                        ? TrainingRun.resume(path, images, 0, null, null, 0, EvaluationProgress.NONE, leader)
                        : TrainingRun.start(asked, images, path, EvaluationProgress.NONE, leader)) {
            return training.train(_ -> {}).reason();
        }
    }

    /**
     * Whether there is a run to go on with: Spark starts all tasks again when one has failed. What such an attempt left that ended
     * before its first checkpoint is removed.
     */
    private static boolean isBegun(Path run, int attempt) {
        if (!Files.isRegularFile(run.resolve("experiment.yaml"))) {
            return false;
        }
        if (!RunDirectory.open(run).checkpointNames().isEmpty()) {
            return true;
        }
        if (attempt > 0) {
            Folders.delete(run);
        }
        return false;
    }

    private static Dataset open(Experiment experiment) {
        return Datasets.open(experiment.data().source(), experiment.data().loadOptions(Split.TRAIN));
    }

    /** With as many threads as the task has processors, where nothing else is said. */
    private Experiment read(int processors) {
        try {
            Path file = Files.createTempFile("duello-experiment-", ".yaml");
            try {
                Files.writeString(file, experiment);
                Experiment asked = ExperimentReader.read(file, Map.of());
                return asked.machine().threads() != 0
                        ? asked
                        : ExperimentReader.read(file, Map.of("machine.threads", String.valueOf(processors)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TrainingException("The experiment cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The group is broken and the task hangs in it: only the end of its process helps, after which Spark starts another executor. */
    private static void giveUp(String sentence) {
        log.error(sentence);
        if (!SparkEnv.get().executorId().equals("driver")) {
            Runtime.getRuntime().halt(BROKEN);
        }
    }
}
