package dev.duello.data.text;

import dev.duello.data.DataException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The characters that texts are made of, Unicode code points. Each has an index from 1; index {@value #PADDING} is the padding
 * that fills a text up to the length of its format.
 *
 * @param characters each once, at least one and at most {@value #MOST}; where {@link #REPLACEMENT} is among them, it stands for
 *     all characters that are not
 */
public record Alphabet(String characters) {
    /** The index of no character: what comes after the end of a text. */
    public static final int PADDING = 0;

    public static final int MOST = 1_023;

    /** U+FFFD, which Unicode has for a character that cannot be shown. */
    public static final int REPLACEMENT = 0xFFFD;

    /** @throws DataException when there are none, too many, one twice, or one that no text may hold */
    public Alphabet {
        int[] points = characters.codePoints().toArray();
        if (points.length == 0 || points.length > MOST) {
            throw new DataException("An alphabet has 1 to " + MOST + " characters, not " + points.length + ".");
        }
        if (Arrays.stream(points).distinct().count() < points.length) {
            throw new DataException("An alphabet has each character once, and this one has some twice.");
        }
        for (int point : points) {
            if (!isAllowed(point)) {
                throw new DataException(
                        "An alphabet cannot have the character " + named(point) + ", which ends lines or is none.");
            }
        }
    }

    /** Whether a line of text may hold it: neither a line break, nor NUL, nor half of a surrogate pair. */
    static boolean isAllowed(int point) {
        return point != 0 && point != '\n' && point != '\r' && !(point >= 0xD800 && point <= 0xDFFF);
    }

    /** How many different indices there are, that of the padding among them. */
    public int size() {
        return characters.codePointCount(0, characters.length()) + 1;
    }

    /** The character of each index; 0 for the padding. */
    public int[] points() {
        int[] points = new int[size()];
        System.arraycopy(characters.codePoints().toArray(), 0, points, 1, points.length - 1);
        return points;
    }

    /** The index of each character. */
    Map<Integer, Integer> indices() {
        int[] points = points();
        Map<Integer, Integer> indices = new HashMap<>();
        for (int i = 1; i < points.length; i++) {
            indices.put(points[i], i);
        }
        return indices;
    }

    /** For people: the character and its number, such as {@code 'é' (U+00E9)}, or the number alone where it cannot be seen. */
    public static String named(int point) {
        String number = String.format("U+%04X", point);
        boolean isVisible = switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.NON_SPACING_MARK -> false;
            default -> true;
        };
        return isVisible ? "'" + Character.toString(point) + "' (" + number + ")" : number;
    }

    @Override
    public String toString() {
        return characters;
    }
}
