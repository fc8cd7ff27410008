package dev.duello.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which samples to make, and how many into each file. They are those of {@code duello sample -n COUNT --seed SEED}, in the same
 * order: the latent of each depends on the seed and its index only.
 *
 * @param count samples, at least 1
 * @param seed of the latents
 * @param className a class of the model, by name or number; null for classes as often as in the data
 * @param perFile samples in one Parquet file or one folder of PNG files; a multiple of {@value #BLOCK}. A task makes one of them
 */
public record Generation(long count, long seed, @Nullable String className, int perFile) implements Serializable {
    /**
     * So many samples are computed at once, always the same ones, as on a single machine: how a sum is rounded may depend on the
     * size of a batch, so batches must not depend on how work is divided.
     */
    public static final int BLOCK = 256;

    /** Samples in a file where nothing else is said: tasks of some seconds, and files of some megabytes. */
    public static final int DEFAULT_PER_FILE = 40 * BLOCK;

    /** @throws IllegalArgumentException when a number is out of its range */
    public Generation {
        if (count < 1) {
            throw new IllegalArgumentException("The number of samples must be at least 1, not " + count + ".");
        }
        if (perFile < BLOCK || perFile % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "Samples in a file must be a multiple of " + BLOCK + ", not " + perFile + ".");
        }
    }

    /** Samples of all classes, 10,240 in a file. */
    public static Generation of(long count, long seed) {
        return new Generation(count, seed, null, DEFAULT_PER_FILE);
    }

    /** The number of files. @throws ArithmeticException when there are more than two billion */
    int files() {
        return Math.toIntExact((count + perFile - 1) / perFile);
    }
}
