package dev.duello.data.files;

import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files of samples of one medium, in a folder or packed in an archive. */
public interface SampleFiles extends Closeable {

    /** For people: the last part of the path. */
    String name();

    void identify(Sha256 key) throws IOException;

    /** What the files hold; complete after {@link #names}. */
    Medium medium();

    /** The names of the files in the order of reading, {@code /} between folders. */
    List<String> names() throws IOException;

    /** What was passed over while listing; complete after {@link #names}. */
    List<SkippedFile> passedOver();

    /** What was left out on purpose while listing; complete after {@link #names}. */
    LoadReport.LeftOut leftOut();

    /** The file of labels at the top, or in the only folder there, complete after {@link #names}; null when there is none. */
    @Nullable
    LabelBytes labels() throws IOException;

    /** @param name relative, as in {@link #names} */
    record LabelBytes(String name, byte[] bytes) {}

    /** Goes through all files in the order of {@link #names}, until the visitor has had enough. */
    void visit(Visitor visitor) throws IOException;

    @Override
    default void close() throws IOException {}

    interface Visitor {
        /** @return whether to go on */
        boolean visit(String name, Content content);
    }

    /** The bytes of one file; read by another thread than the one that visits. */
    interface Content {
        byte[] read() throws UnreadableFileException;

        /** Enough of the bytes to find the dimensions of nearly every sample; may be fewer than there are. */
        default byte[] readStart() throws UnreadableFileException {
            return read();
        }

        /** The bytes that are held until this content is no longer needed. */
        default long weight() {
            return 0;
        }
    }
}
