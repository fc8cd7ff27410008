package dev.duello.app;

/**
 * One line of a check-up.
 *
 * @param subject one or two words
 * @param text what was found, and for anything but {@link Level#OK} what to do
 */
record Finding(Level level, String subject, String text) {
    enum Level {
        OK,
        /** Works, though not as well as it could. */
        NOTE,
        /** Something will fail. */
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text);
    }

    static Finding note(String subject, String text) {
        return new Finding(Level.NOTE, subject, text);
    }

    static Finding problem(String subject, String text) {
        return new Finding(Level.PROBLEM, subject, text);
    }
}
