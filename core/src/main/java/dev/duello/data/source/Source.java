package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** Where a data set comes from, before it is brought to one format. Whoever made it closes it. */
interface Source extends AutoCloseable {

    /** A short name for people. */
    String name();

    /** Adds to the key all that tells this source, in this state, from others. */
    void identify(Sha256 key) throws IOException;

    /**
     * Writes the samples to a cache file.
     *
     * @throws DataException when nothing usable is found, or the file cannot be written
     * @throws IOException when the source cannot be read; the message is a reason, not a sentence
     */
    void load(LoadOptions options, Path cacheFile) throws IOException;

    @Override
    default void close() throws IOException {}
}
