package dev.duello.data.voxel;

import dev.duello.data.UnreadableFileException;
import java.nio.charset.StandardCharsets;

/** The lines of a text, word by word, without a copy of it. */
final class TextLines {
    private static final int LONGEST_WORD = 64;

    private final byte[] text;
    private int at;
    private int end = -1;

    TextLines(byte[] text) {
        this.text = text;
    }

    /** Goes to the next line; false at the end. */
    boolean next() {
        at = end + 1;
        if (at >= text.length) {
            return false;
        }
        end = at;
        while (end < text.length && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        return true;
    }

    /** The next word of the line; empty at its end. */
    String word() throws UnreadableFileException {
        while (at < end && text[at] <= ' ' && text[at] >= 0) {
            at++;
        }
        int start = at;
        while (at < end && !(text[at] <= ' ' && text[at] >= 0)) {
            at++;
        }
        if (at - start > LONGEST_WORD) {
            throw new UnreadableFileException("it has a word of " + (at - start) + " characters");
        }
        return new String(text, start, at - start, StandardCharsets.ISO_8859_1);
    }

    /** The next word as a number. */
    float number() throws UnreadableFileException {
        String word = word();
        try {
            return Float.parseFloat(word);
        } catch (NumberFormatException e) {
            throw new UnreadableFileException("'" + printable(word) + "' is not a number", e);
        }
    }

    static String printable(String word) {
        return word.replaceAll("[^ -~]", "?");
    }
}
