package dev.duello.app;

/**
 * One line of a check-up.
 *
 * @param subject one or two words
 * @param text what was found, and for anything but {@link Level#OK} what to do
 */
record CheckResult(Level level, String subject, String text) {
    enum Level {
        OK,
        /** Works, though not as well as it could. */
        NOTE,
        /** Something will fail. */
        PROBLEM
    }

    static CheckResult ok(String subject, String text) {
        return new CheckResult(Level.OK, subject, text);
    }

    static CheckResult note(String subject, String text) {
        return new CheckResult(Level.NOTE, subject, text);
    }

    static CheckResult problem(String subject, String text) {
        return new CheckResult(Level.PROBLEM, subject, text);
    }
}
