package dev.duello.data.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One side of pairs that lie together, as a data set of its own: {@code left-half:DIR} and {@code right-half:DIR} for images that hold both
 * side by side, {@code source-column:FILE.csv} and {@code target-column:FILE.csv} for a table of files.
 */
public enum PairSide {
    LEFT_HALF,
    RIGHT_HALF,
    SOURCE_COLUMN,
    TARGET_COLUMN;

    /** The name of this side of what lies at a path, as {@link Datasets#open} takes it. */
    public String of(String path) {
        return prefix() + path;
    }

    private String prefix() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ":";
    }

    /** Which side a name asks for; null for another name. */
    static @Nullable PairSide in(String nameOrPath) {
        for (PairSide side : values()) {
            if (nameOrPath.startsWith(side.prefix())) {
                return side;
            }
        }
        return null;
    }

    /** The path in the name of a side; any other name as it is. */
    public static String path(String nameOrPath) {
        PairSide side = in(nameOrPath);
        return side == null ? nameOrPath : nameOrPath.substring(side.prefix().length());
    }

    /** Whether it is a half of each image of a set. */
    boolean isHalf() {
        return this == LEFT_HALF || this == RIGHT_HALF;
    }
}
