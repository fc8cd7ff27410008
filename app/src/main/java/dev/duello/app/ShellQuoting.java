package dev.duello.app;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Writes commands that survive being copied into a shell: POSIX shells, or on Windows cmd and PowerShell. */
public final class ShellQuoting {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern PLAIN_ON_WINDOWS = Pattern.compile("[A-Za-z0-9_+:./\\\\-]+");
    private static final Pattern BACKSLASHES_AT_END = Pattern.compile("\\\\+$");

    private ShellQuoting() {}

    /** A file as one word of a command. */
    public static String quote(Path file) {
        return quote(file, WINDOWS);
    }

    /** A text as one word of a command. */
    public static String quote(String word) {
        return quote(word, WINDOWS);
    }

    static String quote(Path file, boolean windows) {
        String name = file.toString();
        // Else the command takes it for an option, or for a file of options.
        return quote(name.startsWith("-") || name.startsWith("@") ? "./" + name : name, windows);
    }

    static String quote(String word, boolean windows) {
        if ((windows ? PLAIN_ON_WINDOWS : PLAIN).matcher(word).matches()) {
            return word;
        }
        if (windows) {
            // Of backslashes before a quotation mark programs see every second.
            return '"' + BACKSLASHES_AT_END.matcher(word).replaceAll("$0$0") + '"';
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
