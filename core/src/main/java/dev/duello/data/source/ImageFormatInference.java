package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.Half;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A first look at image files, to derive what the options leave open: reads all headers when the size is open, and
 * decodes images until one has color when the number of channels is open.
 */
final class ImageFormatInference {

    private final SampleFiles files;
    private final String name;
    private final Half half;
    private final SizeStatistics census = new SizeStatistics();
    private final List<SkippedFile> unreadable = new ArrayList<>();
    private int unreadableCount;
    private volatile boolean sawColor;

    /** @param half what of each image is used */
    ImageFormatInference(SampleFiles files, String name, Half half) {
        this.half = half;
        this.files = files;
        this.name = name;
    }

    private record Finding(String file, ImageDecoder.@Nullable Header header, String reason) {}

    /** @throws DataException when no image can be read, unless the options leave nothing open */
    ImageFormat format(LoadOptions options) throws IOException {
        Integer channels = options.channels();
        boolean sizeIsOpen = options.height() == null || options.width() == null;
        if (sizeIsOpen || channels == null) {
            sawColor = channels != null;
            look(sizeIsOpen);
            if (census.isEmpty()) {
                throw FilesSource.nothingLeft(Medium.IMAGE, name, unreadableCount, unreadable);
            }
        }
        return census.choose(options, channels != null ? channels : sawColor ? 3 : 1);
    }

    private void look(boolean atAll) throws IOException {
        try (OrderedPipeline<Finding> pipeline = new OrderedPipeline<>(this::note)) {
            files.visit((file, content) -> {
                pipeline.submit(content.weight(), () -> inspect(file, content));
                return atAll || !sawColor;
            });
            pipeline.drain();
        }
    }

    private void note(Finding finding) {
        if (finding.header != null) {
            census.count(finding.header.height(), finding.header.width());
        } else if (unreadableCount++ == 0) {
            unreadable.add(new SkippedFile(finding.file, finding.reason));
        }
    }

    private Finding inspect(String file, SampleFiles.Content content) {
        try {
            ImageDecoder.Header header = header(content, half);
            if (!sawColor && !header.gray() && !ImageDecoder.isGray(content.read(), half)) {
                sawColor = true;
            }
            return new Finding(file, header, "");
        } catch (UnreadableFileException e) {
            return new Finding(file, null, String.valueOf(e.getMessage()));
        }
    }

    /** The start of the file may be too little. */
    static ImageDecoder.Header header(SampleFiles.Content content, Half half) throws UnreadableFileException {
        try {
            return ImageDecoder.header(content.readStart(), half);
        } catch (UnreadableFileException e) {
            return ImageDecoder.header(content.read(), half);
        }
    }
}
