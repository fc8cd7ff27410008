package dev.duello.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns exceptions into words that fit after "Cannot read X: ". */
final class Problems {

    private Problems() {}

    static String reason(Throwable problem) {
        String text = switch (problem) {
            case NoSuchFileException _ -> "it does not exist";
            case FileNotFoundException _ -> "it does not exist or may not be opened";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "a part of the path is a file, not a folder";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case EOFException e when e.getMessage() == null -> "it ends too soon";
            case OutOfMemoryError _ -> "decoding it needs more memory than there is";
            default -> problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        };
        return tidy(text);
    }

    /** The exception for a file that cannot be written: a full disk is told apart, as the user can do something about it. */
    static DataException cannotWrite(Path file, IOException problem) {
        String advice = isDiskFull(problem)
                ? "The disk is full: free some space"
                        + (file.startsWith(CacheFolder.path())
                                ? ", or set DUELLO_CACHE to a folder on another disk."
                                : ".")
                : "";
        return new DataException(
                ("Cannot write " + file + ": " + reason(problem) + ". " + advice).stripTrailing(), problem);
    }

    private static boolean isDiskFull(IOException problem) {
        String text = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
    }

    /** One line, of a length that fits in a list, without a full stop. */
    private static String tidy(String text) {
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ").replaceAll("[.\\s]+$", "");
        return line.length() <= 200 ? line : line.substring(0, 197) + "...";
    }
}
