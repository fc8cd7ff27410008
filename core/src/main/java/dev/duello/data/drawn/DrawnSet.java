package dev.duello.data.drawn;

import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import java.util.List;

/** A data set that a program draws: always the same samples, and everything is known that made each of them. */
public interface DrawnSet {
    /** The name in the catalog. */
    String name();

    /** Changes with every change of what is drawn, so that no cache holds the old samples. */
    String version();

    /** Whether all that it draws with is on the class path. */
    default boolean isHere() {
        return true;
    }

    /** Of all samples before they are resized. */
    SampleFormat format();

    /** The names of the classes by label. */
    List<String> classes();

    /** Samples of a part. */
    int count(Split split);

    /** The class of a sample, an index into {@link #classes}. */
    int label(Split split, int index);

    /** @return in the stored form of the {@link #format} */
    byte[] draw(Split split, int index);

    /** All factors of a part as CSV: a header, then a line a sample, in their order. */
    String csv(Split split);
}
