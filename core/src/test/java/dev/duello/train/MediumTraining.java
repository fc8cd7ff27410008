package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tiny trainings on samples of one medium, whose preset is found by itself: one thread, float32, batches of 8, random features.
 *
 * @param samples stay open as long
 * @param usual settings of all trainings, beside those
 * @param folder of the runs
 */
record MediumTraining(Dataset samples, Map<String, String> usual, Path folder) {

    Experiment experiment(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "generator.latent", "4",
                "training.batch", "8",
                "evaluation.samples", "16",
                "evaluation.features", "random",
                "machine.threads", "1",
                "machine.precision", "fp32"));
        all.putAll(usual);
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.readFor(samples, null, all);
    }

    /**
     * Trains once without a stop, and once with one after so many samples, and compares all bits of the last checkpoints.
     *
     * @param checkpoint the last one
     * @return the run that never stopped
     */
    Path stoppedAndResumedEqualsNeverStopped(
            long images, String checkpoint, Consumer<TrainingEvent.Evaluated> evaluations) throws IOException {
        Path straight = folder.resolve("straight");
        Path stopped = folder.resolve("stopped");
        try (TrainingRun run = TrainingRun.start(experiment(), samples, straight)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Evaluated evaluated) {
                    evaluations.accept(evaluated);
                }
            });
        }
        try (TrainingRun run = TrainingRun.start(experiment(), samples, stopped)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == images) {
                    run.requestStop();
                }
            });
        }
        try (TrainingRun run = TrainingRun.resume(stopped, samples, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(images);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(stopped.resolve(checkpoint)))
                .hasSize(4)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(checkpoint)));
        return straight;
    }

    void refused(String message, String... settings) {
        assertThatThrownBy(() -> start(settings))
                .as(message)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
        assertThat(run()).doesNotExist();
    }

    /** Begins a training in {@link #run}, and ends it. */
    void start(String... settings) {
        try (TrainingRun run = TrainingRun.start(experiment(settings), samples, run())) {
            run.requestStop();
        }
    }

    Path run() {
        return folder.resolve("run");
    }
}
