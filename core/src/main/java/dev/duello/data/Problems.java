package dev.duello.data;

import dev.duello.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The exceptions for files that cannot be written. */
final class Problems {

    private Problems() {}

    /** The exception for a file that cannot be written: a full disk is told apart, as the user can do something about it. */
    static DataException cannotWrite(Path file, IOException problem) {
        String advice = isDiskFull(problem)
                ? "The disk is full: free some space"
                        + (file.startsWith(CacheFolder.path())
                                ? ", or set DUELLO_CACHE to a folder on another disk."
                                : ".")
                : "";
        return new DataException(
                ("Cannot write " + file + ": " + Words.reason(problem) + ". " + advice).stripTrailing(), problem);
    }

    private static boolean isDiskFull(IOException problem) {
        String text = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
    }
}
