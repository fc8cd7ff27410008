package dev.duello.spark;

import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of our own. */
final class Folders {
    private Folders() {}

    /** Deletes one with all that is in it. @throws TrainingException when that cannot be done */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be deleted: " + e.getMessage() + ".", e);
        }
    }
}
