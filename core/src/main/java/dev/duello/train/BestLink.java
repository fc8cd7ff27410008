package dev.duello.train;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code best} in a run directory: a link to the best checkpoint, or a text file with its name where links are not to be had. */
final class BestLink {
    private final Path link;
    private final Path folder;

    BestLink(RunDirectory directory) {
        this.link = directory.path().resolve("best");
        this.folder = directory.path().relativize(directory.checkpoints());
    }

    void pointTo(String checkpoint) {
        try {
            removeCopy();
            AtomicFiles.replaceByLink(link, folder.resolve(checkpoint), checkpoint);
        } catch (IOException e) {
            throw new TrainingException(link + " cannot be written: " + Messages.reason(e) + ".", e);
        }
    }

    /** Marks none. */
    void remove() throws IOException {
        removeCopy();
        Files.deleteIfExists(link);
    }

    /** The name of the best checkpoint, or null when none was marked. */
    @Nullable
    String name() {
        try {
            if (Files.isSymbolicLink(link)) {
                return Files.readSymbolicLink(link).getFileName().toString();
            }
            if (Files.isDirectory(link)) {
                long images = ObjectMappers.JSON
                        .readTree(Files.readAllBytes(link.resolve(CheckpointState.FILE)))
                        .path("images")
                        .asLong();
                return RunDirectory.stamp(images);
            }
            return Files.isRegularFile(link) ? Files.readString(link).strip() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Tools that copy folders often follow links, and leave a copy of the checkpoint in the link's place. */
    private void removeCopy() throws IOException {
        if (Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
            CheckpointFiles.makeWay(link, Set.of());
        }
    }
}
