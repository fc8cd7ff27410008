package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.Half;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;

/**
 * A first look at image files, to derive what the options leave open: reads all headers when the size is open, and
 * decodes images until one has color when the number of channels is open.
 */
final class ImageFormatInference {

    private final SampleFiles files;
    private final String name;
    private final Half half;
    private final SizeStatistics census = new SizeStatistics();
    private volatile boolean sawColor;

    /** @param half what of each image is used */
    ImageFormatInference(SampleFiles files, String name, Half half) {
        this.half = half;
        this.files = files;
        this.name = name;
    }

    /** @throws DataException when no image can be read, unless the options leave nothing open */
    ImageFormat format(LoadOptions options) throws IOException {
        Integer channels = options.channels();
        boolean sizeIsOpen = options.height() == null || options.width() == null;
        if (sizeIsOpen || channels == null) {
            sawColor = channels != null;
            FirstLook.at(
                    files,
                    name,
                    Medium.IMAGE,
                    this::inspect,
                    header -> census.count(header.height(), header.width()),
                    () -> sizeIsOpen || !sawColor);
        }
        return census.choose(options, channels != null ? channels : sawColor ? 3 : 1);
    }

    private ImageDecoder.Header inspect(SampleFiles.Content content) throws UnreadableFileException {
        ImageDecoder.Header header = header(content, half);
        if (!sawColor && !header.gray() && !ImageDecoder.isGray(content.read(), half)) {
            sawColor = true;
        }
        return header;
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
