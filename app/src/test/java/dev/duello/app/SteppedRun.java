package dev.duello.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run of which there is only the log: steps of 16 images in a second, whose d-real is 0 and 1 by turns. */
final class SteppedRun {
    private SteppedRun() {}

    static void write(Path run, int steps) throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("experiment.yaml"), "preset: mlp\n");
        StringBuilder log = new StringBuilder("{\"event\":\"started\",\"images\":0,\"total\":0,\"time\":\"\"}\n");
        for (int step = 1; step <= steps; step++) {
            log.append(String.format(
                    "{\"event\":\"stepped\",\"images\":%d,\"seconds\":%d,\"statistics\":{\"d-real\":%d}}%n",
                    step * 16L, step, step % 2));
        }
        log.append(String.format(
                "{\"event\":\"stopped\",\"images\":%d,\"seconds\":%d,\"reason\":\"completed\"}%n", steps * 16L, steps));
        Files.writeString(run.resolve("events.jsonl"), log);
    }
}
