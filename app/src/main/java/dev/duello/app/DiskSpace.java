package dev.duello.app;

import dev.duello.data.DataException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether something fits on the disk where it is to lie. */
final class DiskSpace {
    private static final long USUAL_BLOCK = 4096;

    private DiskSpace() {}

    /** The nearest folder or file of a path that exists already. */
    static Path existing(Path path) {
        Path there = path.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Refuses before long work what could not be written after it. @param instead a sentence */
    static void requireWritable(Path file, String instead) {
        Path folder = existing(file.toAbsolutePath().resolveSibling("."));
        if (!Files.isWritable(folder)) {
            throw new DataException(file + " cannot be written: permission denied. " + instead);
        }
    }

    /** What a file of so many bytes takes there. */
    static long taken(Path where, long bytes) {
        long block;
        try {
            block = Math.max(1, Files.getFileStore(existing(where)).getBlockSize());
        } catch (IOException | UnsupportedOperationException e) {
            block = USUAL_BLOCK;
        }
        return Math.ceilDiv(bytes, block) * block;
    }

    /**
     * Refuses what does not fit.
     *
     * @param what the beginning of the sentence, to which its size is added
     * @param instead what else can be done
     * @throws DataException when less is free than needed; never when that cannot be told
     */
    static void require(Path where, double needed, String what, String instead) {
        long free;
        try {
            FileStore store = Files.getFileStore(existing(where));
            free = store.getUsableSpace();
        } catch (IOException e) {
            return;
        }
        require(where, needed, free, what, instead);
    }

    /** The same when so much is free. */
    static void require(Path where, double needed, long free, String what, String instead) {
        if (needed > free) {
            throw new DataException(String.format(
                    "%s about %.1f GB, and the disk of %s has %.1f GB free: %s.",
                    what, needed / 1e9, where, free / 1e9, instead));
        }
    }
}
