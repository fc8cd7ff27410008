package dev.duello.train;

import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which files of a folder are a checkpoint's own. Whatever else lies there belongs to somebody and is never deleted. */
final class CheckpointFiles {
    private static final Logger log = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final String TENSORS = ".safetensors";

    private CheckpointFiles() {}

    /** The file with the tensors of that name, such as {@code generator}. */
    static Path tensors(Path checkpoint, String name) {
        return checkpoint.resolve(name + TENSORS);
    }

    /** Whether a folder looks like a checkpoint, whole or not. */
    static boolean areIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.equals(CheckpointState.FILE) || name.endsWith(TENSORS));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Deletes a checkpoint; its folder stays when anything else is in it.
     *
     * @param names of tensors that it may have, beside those that its state names
     */
    static void delete(Path folder, Set<String> names) throws IOException {
        List<Path> own = own(folder, names);
        // The state goes first: without it the rest is no checkpoint, whenever the power fails.
        Files.deleteIfExists(folder.resolve(CheckpointState.FILE));
        for (Path file : own) {
            Files.deleteIfExists(file);
        }
        boolean isEmpty;
        try (Stream<Path> rest = Files.list(folder)) {
            isEmpty = rest.findAny().isEmpty();
        }
        if (isEmpty) {
            Files.delete(folder);
        }
    }

    /** States that a killed process did not finish. */
    private static List<Path> interrupted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(CheckpointState.FILE + ".part-"))
                    .toList();
        }
    }

    private static List<Path> own(Path folder, Set<String> names) throws IOException {
        Set<String> files = new HashSet<>();
        names.forEach(name -> files.add(name + TENSORS));
        try {
            ObjectMappers.JSON
                    .readTree(Files.readAllBytes(folder.resolve(CheckpointState.FILE)))
                    .path("hashes")
                    .fieldNames()
                    .forEachRemaining(files::add);
        } catch (IOException e) {
            log.debug("{} does not tell its files: {}", folder, e.getMessage());
        }
        List<Path> own = new ArrayList<>(interrupted(folder));
        // A name with a separator would lead elsewhere.
        files.stream()
                .filter(name -> name.endsWith(TENSORS) && !name.matches(".*[/\\\\:].*"))
                .map(folder::resolve)
                .forEach(own::add);
        return own;
    }

    /** Deletes the checkpoint at a path that is needed for another, and moves aside whatever else is there. */
    static void makeWay(Path path, Set<String> names) throws IOException {
        if (areIn(path)) {
            delete(path, names);
        }
        for (int i = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
            Path aside = path.resolveSibling(path.getFileName() + ".other-" + i);
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(path, aside);
                log.warn("{} held what Duello did not write: it is now {}.", path, aside);
            }
        }
    }
}
