package dev.duello.spark;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import dev.duello.search.Study;
import dev.duello.search.TrialRuns;
import dev.duello.search.TrialTrainer;
import dev.duello.train.ExperimentReader;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains each trial as a job of one task, so that Spark finds it a place. The runs stay in the study's folder, which all machines see:
 * whichever executor goes on with a trial finds its checkpoint there, and so does a second attempt after an executor was lost.
 */
final class SparkTrainer implements TrialTrainer {
    private final JavaSparkContext context;
    private final TrialRuns runs;
    private final String fingerprint;
    /** Of all jobs of this trainer. */
    private final String group;

    private volatile boolean isStopping;

    /** @param data that all trials learn from, as the driver sees it; stays open as long */
    SparkTrainer(JavaSparkContext context, Study study, Dataset data) {
        this.context = context;
        runs = new TrialRuns(study, data);
        fingerprint = data.fingerprint();
        group = "duello search " + study.path();
    }

    @Override
    public void stop() {
        isStopping = true;
        context.cancelJobGroup(group);
    }

    @Override
    public Outcome train(Job job) {
        try {
            TrialTask task = task(job);
            // An interrupt would close the files that it writes to: it looks for itself whether it was cancelled.
            context.setJobGroup(
                    group,
                    String.format(
                            Locale.ROOT, "trial %d to %s kimg", job.trial().number(), job.kimg()),
                    false);
            TrialTask.Report report = context.parallelize(List.of(task), 1)
                    .map(each -> each.train(TaskContext.get()))
                    .first();
            return switch (report.end()) {
                case TRAINED -> runs.outcome(job);
                case FAILED -> failed(report.reason());
                case STOPPED -> interrupted();
                case IMPOSSIBLE -> throw new TrainingException(report.reason());
            };
        } catch (SettingException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new TrainingException(job.folder() + " cannot be used: " + e.getMessage() + ".", e);
        } catch (TrainingException e) {
            throw e;
        } catch (Exception e) {
            return broken(e);
        }
    }

    private TrialTask task(Job job) throws IOException {
        Path folder = job.folder().toAbsolutePath();
        Path file = folder.resolve(TrialTask.EXPERIMENT);
        if (!TrialRuns.isBegun(TrialRuns.run(folder))) {
            Files.writeString(file, ExperimentReader.write(runs.experiment(job)));
        }
        return new TrialTask(folder.toString(), Files.readString(file), job.kimg(), fingerprint);
    }

    /** Of a job that Spark gave up: its executor was lost as often as Spark tries, or somebody cancelled it. */
    private Outcome broken(Exception e) {
        if (context.sc().isStopped()) {
            throw new TrainingException("Spark was stopped. The same command goes on with the study.", e);
        }
        if (isStopping) {
            return interrupted();
        }
        // Methods of Scala throw what they do not declare.
        if (e instanceof SparkException) {
            return failed(String.valueOf(e.getMessage()).lines().findFirst().orElse("Its task failed."));
        }
        throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
    }

    private static Outcome failed(String trouble) {
        return new Outcome(List.of(), trouble, false);
    }

    private static Outcome interrupted() {
        return new Outcome(List.of(), "", true);
    }
}
