package dev.duello.data.video;

import dev.duello.data.DataException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How frames lie in an image that holds a whole clip (a sprite sheet): row by row from the top left, all of one size.
 *
 * @param rows at least 1
 * @param columns at least 1; at least two frames in all
 */
public record ClipGrid(int rows, int columns) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})[xX×](\\d{1,4})");

    /** @throws DataException when there are too few frames, or too many */
    public ClipGrid {
        if (rows < 1 || columns < 1) {
            throw new DataException(
                    "A sheet of frames has at least one row and one column, not " + rows + "x" + columns + ".");
        }
        VideoFormat.checkFrames(Math.multiplyExact(rows, columns));
    }

    /** @param text {@code ROWSxCOLUMNS} @throws DataException when it is something else */
    public static ClipGrid parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new DataException("'" + text + "' is not a grid of frames: write ROWSxCOLUMNS such as 4x4, or none.");
        }
        return new ClipGrid(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    int frames() {
        return rows * columns;
    }

    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}
