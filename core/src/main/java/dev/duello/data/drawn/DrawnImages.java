package dev.duello.data.drawn;

import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import java.util.List;

/** A data set that a program draws: always the same images, and everything is known that made each of them. */
public interface DrawnImages {
    /** The name in the catalog. */
    String name();

    /** Changes with every change of what is drawn, so that no cache holds the old images. */
    String version();

    /** Whether all that it draws with is on the class path. */
    default boolean isHere() {
        return true;
    }

    /** Of all images before they are resized. */
    ImageFormat format();

    /** The names of the classes by label. */
    List<String> classes();

    /** Images of a part. */
    int count(Split split);

    /** The class of an image, an index into {@link #classes}. */
    int label(Split split, int index);

    /** @return uint8 {@code [H, W, C]} */
    byte[] draw(Split split, int index);

    /** All factors of a part as CSV: a header, then a line an image, in their order. */
    String csv(Split split);
}
