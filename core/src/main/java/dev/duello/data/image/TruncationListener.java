package dev.duello.data.image;

import dev.duello.data.UnreadableFileException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/** Notices when a reader makes up pixels for a file that is cut short, which readers only warn of. */
final class TruncationListener implements IIOReadWarningListener {

    private @Nullable String complaint;

    @Override
    public void warningOccurred(ImageReader source, @Nullable String warning) {
        String text = String.valueOf(warning).toLowerCase(Locale.ROOT);
        if (text.contains("premature end") || text.contains("truncated") || text.contains("unexpected end")) {
            complaint = warning;
        }
    }

    void complain() throws UnreadableFileException {
        if (complaint != null) {
            throw new UnreadableFileException("it is cut short (" + complaint + ")");
        }
    }
}
