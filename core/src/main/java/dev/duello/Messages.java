package dev.duello;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Parts of error messages: what the user probably meant, and why a file could not be used. */
public final class Messages {
    private static final int LONGEST_REASON = 200;

    private Messages() {}

    /** {@code "; did you mean 'x'?"} with the nearest of {@code valid}, or {@code "."} when none is near. */
    public static String suggestion(String typed, Collection<String> valid) {
        String word = typed.toLowerCase(Locale.ROOT);
        return valid.stream()
                .filter(name -> distance(word, name) <= Math.max(2, name.length() / 3)
                        || word.length() >= 3 && name.startsWith(word))
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(".");
    }

    /** Why something failed, to stand after "Cannot read X: ": one line without class names and without a full stop. */
    public static String reason(Throwable problem) {
        if (problem instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (problem instanceof FileNotFoundException) {
            return "it does not exist or may not be opened";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof FileSystemLoopException) {
            return "the link leads back to a folder that it is in";
        }
        if (problem instanceof NotDirectoryException) {
            return "a part of the path is a file, not a folder";
        }
        if (isDiskFull(problem)) {
            return "the disk is full, or all of it that this user may take";
        }
        if (problem instanceof OutOfMemoryError) {
            return "decoding it needs more memory than there is";
        }
        if (problem instanceof IOException && problem.getCause() instanceof IOException cause) {
            // ImageIO wraps what the disk said.
            return reason(cause);
        }
        String reason = problem instanceof FileSystemException failure ? failure.getReason() : null;
        String text = reason != null ? reason : problem.getMessage();
        if (text == null) {
            return problem instanceof EOFException
                    ? "it ends too soon"
                    : problem.getClass().getSimpleName();
        }
        String line = text.strip().replaceAll("\\p{Cntrl}+", " ").replaceAll("[.\\s]+$", "");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 3) + "...";
    }

    private static boolean isDiskFull(Throwable problem) {
        String text = problem instanceof IOException ? String.valueOf(problem.getMessage()) : "";
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("no space left")
                || lower.contains("not enough space")
                || lower.contains("quota exceeded");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** With a capital letter at its beginning. */
    public static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
