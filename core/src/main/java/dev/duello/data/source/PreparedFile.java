package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.cache.CacheReader;
import dev.duello.data.cache.SegmentDataset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A set that was decoded before, on other machines for example, into one file in the form of the cache: it is mapped as it is. */
final class PreparedFile {
    private PreparedFile() {}

    /**
     * Opens one; the caller closes it.
     *
     * @return null when there is no such file at a path
     * @throws DataException when there is one that is damaged, or not of the format that is asked for
     */
    static @Nullable SegmentDataset open(String nameOrPath, LoadOptions options) {
        Path file;
        try {
            file = Path.of(nameOrPath);
        } catch (InvalidPathException e) {
            return null;
        }
        if (!CacheReader.isOne(file)) {
            return null;
        }
        if (options.split() == Split.TEST) {
            throw new DataException(
                    file + " has no test split: all of it is one set. Open it without asking for a split.");
        }
        SegmentDataset set = CacheReader.open(file);
        if (set == null) {
            throw new DataException(file + " is damaged, or another version of Duello prepared it: prepare it again.");
        }
        if (!agrees(options, options.withFormat(set.format()))) {
            SampleFormat format = set.format();
            set.close();
            throw new DataException(
                    file + " holds " + format.medium().plural() + " that were prepared as " + format
                            + ", which cannot be changed any more. Prepare them again, or leave the size and channels to the file.");
        }
        return set;
    }

    /** Whether what is asked for, where anything is, is what there is. */
    private static boolean agrees(LoadOptions wanted, LoadOptions there) {
        return agree(wanted.height(), there.height())
                && agree(wanted.width(), there.width())
                && agree(wanted.channels(), there.channels())
                && agree(wanted.length(), there.length())
                && agree(wanted.rate(), there.rate());
    }

    private static boolean agree(@Nullable Integer wanted, @Nullable Integer there) {
        return wanted == null || there == null || wanted.equals(there);
    }
}
