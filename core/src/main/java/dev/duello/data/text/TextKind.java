package dev.duello.data.text;

import dev.duello.data.image.ImageKind;

/** Text files, told by their names: text has no mark at its beginning. */
public final class TextKind {
    private TextKind() {}

    /** Whether a file of this name is expected to hold lines of text. */
    public static boolean isExpectedIn(String file) {
        return ImageKind.extension(file).equals("txt");
    }
}
