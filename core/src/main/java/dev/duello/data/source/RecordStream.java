package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open stream of raw images that all have one format. */
interface RecordStream extends Closeable {

    /** The most bytes of pixels to read at once, unless one image is larger. */
    int CHUNK_BYTES = 1 << 18;

    /**
     * Some images.
     *
     * @param pixels uint8 {@code [count, H, W, C]}
     * @param labels {@code [count]}, or empty when unlabeled
     */
    record Chunk(int count, byte[] pixels, int[] labels) {}

    ImageFormat format();

    boolean labeled();

    /** The names of the classes, or an empty list when only their numbers are known. */
    List<String> classes();

    /**
     * The next images.
     *
     * @return null at the end
     * @throws DataException when the data is cut short or makes no sense
     */
    @Nullable
    Chunk next() throws IOException;

    static int perChunk(int imageBytes) {
        return Math.max(1, CHUNK_BYTES / imageBytes);
    }
}
