package dev.duello.app;

/** What stderr is connected to. */
final class Terminal {
    private Terminal() {}

    /** Whether a person watches: not in a pipe, a file or a build. */
    static boolean isInteractive() {
        // The launcher tells, since Java's own console looks at stdin and stdout instead.
        String told = System.getProperty("duello.terminal");
        boolean terminal =
                told == null ? System.console() != null && System.console().isTerminal() : told.equals("true");
        return terminal && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are welcome. See no-color.org. */
    static boolean hasColours() {
        String noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }
}
