package dev.duello.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stderr is connected to. */
final class Terminal {
    private static final int USUAL_COLUMNS = 80;
    /** Longer lines are hard to read. */
    private static final int MOST_COLUMNS = 120;

    private static final int FEWEST_COLUMNS = 60;

    private Terminal() {}

    /** Whether a person watches: not in a pipe, a file or a build. */
    static boolean isInteractive() {
        // The launcher tells, since Java's own console looks at stdin and stdout instead.
        String told = System.getProperty("duello.terminal");
        boolean terminal =
                told == null ? System.console() != null && System.console().isTerminal() : told.equals("true");
        return terminal && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colors are welcome. See no-color.org. */
    static boolean hasColors() {
        String noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }

    /** Lines that a narrower terminal cuts at its edge; wrapped ones would tear a picture apart. */
    static String unwrapped(String lines) {
        return "\u001b[?7l" + lines + "\u001b[?7h";
    }

    /** How long a line of text may be: as the terminal is wide, in bounds; 80 where there is none. Takes a few milliseconds. */
    static int columns() {
        if (!isInteractive()) {
            return USUAL_COLUMNS;
        }
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty").start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return stty.waitFor(1, TimeUnit.SECONDS) ? columns(said) : USUAL_COLUMNS;
        } catch (IOException e) {
            // There is none on Windows.
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }

    /** @param said rows and columns, as {@code stty size} prints them */
    static int columns(String said) {
        Matcher matcher = Pattern.compile("\\d{1,6} (\\d{1,6})\\s*").matcher(said);
        int columns = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        return columns == 0 ? USUAL_COLUMNS : Math.clamp(columns, FEWEST_COLUMNS, MOST_COLUMNS);
    }
}
