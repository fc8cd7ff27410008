package dev.duello.app;

import dev.duello.train.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a run whose processes a launcher may start again with the same words. */
final class GroupRun {
    private GroupRun() {}

    /**
     * Whether a folder holds a run to go on with. What a start left that ended before its first checkpoint is removed.
     *
     * @param err is told
     */
    static boolean isBegun(Path folder, PrintWriter err) {
        if (!Files.isRegularFile(folder.resolve("experiment.yaml"))) {
            return false;
        }
        if (!RunDirectory.open(folder).checkpointNames().isEmpty()) {
            err.println(folder + " holds a run already: goes on from its newest checkpoint, with its settings.");
            err.flush();
            return true;
        }
        discard(folder);
        return false;
    }

    private static void discard(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
