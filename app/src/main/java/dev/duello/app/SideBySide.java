package dev.duello.app;

import dev.duello.learn.ObjectMappers;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How many trainings side by side make the most of this machine: one with all processors, or one on each. Measured, since that
 * depends on the networks: small ones hardly gain by a second thread.
 *
 * @param jobs trainings at a time
 * @param threads of each
 */
record SideBySide(int jobs, int threads) {
    private static final String TIME = "8s";

    /** One on each processor, with one thread. */
    static SideBySide onEach() {
        return new SideBySide(Runtime.getRuntime().availableProcessors(), 1);
    }

    /** So many, with an equal share of the processors each. */
    static SideBySide of(int jobs) {
        return new SideBySide(jobs, Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
    }

    /**
     * Trains for some seconds either way.
     *
     * @param folder for files that are deleted afterwards
     */
    static SideBySide measure(Experiment experiment, Path folder) throws IOException, InterruptedException {
        SideBySide each = onEach();
        if (each.jobs == 1) {
            return each;
        }
        SideBySide alone = of(1);
        return each.imagesPerSecond(experiment, folder) > alone.imagesPerSecond(experiment, folder) ? each : alone;
    }

    private double imagesPerSecond(Experiment experiment, Path folder) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("speed.yaml"), ExperimentReader.write(experiment));
        List<Process> processes = new ArrayList<>();
        List<Path> outputs = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            List<String> words = new ArrayList<>(RelaunchCommand.words());
            String name = "speed-" + jobs + "-" + job;
            words.addAll(List.of("train", "--config", config.toString(), "--for", TIME, "--watch", "none"));
            words.addAll(List.of("--threads", String.valueOf(threads), "--quiet", "--json"));
            words.addAll(List.of("--out", folder.resolve(name).toString()));
            outputs.add(folder.resolve(name + ".json"));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectOutput(outputs.getLast().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
            processes.add(builder.start());
        }
        double speed = 0;
        for (int job = 0; job < jobs; job++) {
            if (processes.get(job).waitFor() == 0) {
                var result = ObjectMappers.JSON.readTree(Files.readString(outputs.get(job)));
                speed += result.get("images").asDouble() / result.get("seconds").asDouble();
            }
        }
        return speed;
    }
}
