package dev.duello.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Image files, in a folder or packed in an archive. */
interface ImageFiles extends Closeable {

    /** For people: the last part of the path. */
    String name();

    void identify(Sha256 key) throws IOException;

    /** The names of the images in the order of reading, {@code /} between folders. */
    List<String> names() throws IOException;

    /** What was passed over while listing; complete after {@link #names}. */
    List<Skipped> passedOver();

    /** Goes through all images in the order of {@link #names}, until the visitor has had enough. */
    void visit(Visitor visitor) throws IOException;

    @Override
    default void close() throws IOException {}

    interface Visitor {
        /** @return whether to go on */
        boolean visit(String name, Content content);
    }

    /** The bytes of one image; read by another thread than the one that visits. */
    interface Content {
        byte[] read() throws UnreadableImageException;

        /** Enough of the bytes to find the dimensions of nearly every image; may be fewer than there are. */
        default byte[] readStart() throws UnreadableImageException {
            return read();
        }

        /** The bytes that are held until this content is no longer needed. */
        default long weight() {
            return 0;
        }
    }
}
