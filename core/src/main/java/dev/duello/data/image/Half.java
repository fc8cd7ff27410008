package dev.duello.data.image;

import dev.duello.data.UnreadableFileException;

/** What of an image is used, once upright: all of it, or one half where it holds a pair side by side. */
public enum Half {
    WHOLE,
    LEFT,
    RIGHT;

    /** Columns of it. An odd one in the middle belongs to neither half. @throws UnreadableFileException when there are no halves */
    int width(int whole) throws UnreadableFileException {
        if (this == WHOLE) {
            return whole;
        }
        if (whole < 2) {
            throw new UnreadableFileException("it is one pixel wide and has no two halves");
        }
        return whole / 2;
    }

    /** The column where it begins. @param whole columns of the image */
    int start(int whole) {
        return this == RIGHT ? whole - whole / 2 : 0;
    }
}
