package dev.duello.metric.inception;

/** Why a pickle is not read; the message goes on a sentence that names the file, without a full stop. */
final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;

    PickleException(String reason) {
        super(reason);
    }

    /** Words of the file, made harmless for a terminal. */
    static String quote(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?");
        return "'" + (line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...") + "'";
    }
}
