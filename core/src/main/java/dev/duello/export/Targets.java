package dev.duello.export;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether something may be written where somebody wants it. */
final class Targets {
    private Targets() {}

    /** @throws ExportException when something is there already and {@code replace} is not set, or it is a folder */
    static void requireFree(Path file, boolean replace) {
        if (Files.isDirectory(file)) {
            throw new ExportException(file + " is a folder, not a file. Name a file in it.");
        }
        if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ExportException(file + " is there already. Choose another name, or --force to replace it.");
        }
    }
}
