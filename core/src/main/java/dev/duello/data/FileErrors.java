package dev.duello.data;

import dev.duello.Messages;
import java.io.IOException;
import java.nio.file.Path;

/** The exceptions for files that cannot be written. */
public final class FileErrors {

    private FileErrors() {}

    /** The exception for a file that cannot be written: the cache can be moved to another disk. */
    public static DataException cannotWrite(Path file, IOException problem) {
        return new DataException(
                "Cannot write " + file + ": " + Messages.reason(problem) + "."
                        + (isInCache(file) ? " DUELLO_CACHE names another folder for decoded data." : ""),
                problem);
    }

    private static boolean isInCache(Path file) {
        try {
            return file.startsWith(CacheFolder.path());
        } catch (DataException e) {
            // A user without one writes elsewhere.
            return false;
        }
    }
}
