package dev.duello.data.source;

import dev.duello.data.Medium;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.video.ClipLayout;
import dev.duello.data.video.VideoDecoder;
import dev.duello.data.video.VideoFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A first look at videos, to derive what the options leave open, by the rules told at {@link LoadOptions}. */
final class VideoFormatInference {
    private static final int USUAL_FRAMES = 16;
    private static final int FEWEST_FRAMES = 4;

    private final SampleFiles files;
    private final String name;
    private final ClipLayout layout;
    private final SizeStatistics sizes = new SizeStatistics();
    private final List<Integer> lengths = new ArrayList<>();
    private volatile boolean sawColor;

    VideoFormatInference(SampleFiles files, String name, ClipLayout layout) {
        this.files = files;
        this.name = name;
        this.layout = layout;
    }

    /** @throws dev.duello.data.DataException when nothing can be read, unless the options leave nothing open */
    VideoFormat format(LoadOptions options) throws IOException {
        Integer channels = options.channels();
        Integer frames = options.frames();
        if (frames == null && layout instanceof ClipLayout.Sheets sheets) {
            frames = sheets.grid().rows() * sheets.grid().columns();
        }
        if (options.height() == null || options.width() == null || channels == null || frames == null) {
            sawColor = channels != null;
            FirstLook.at(files, name, Medium.VIDEO, this::inspect, this::note, () -> true);
        }
        ImageFormat one = sizes.choose(options, channels != null ? channels : sawColor ? 3 : 1);
        return new VideoFormat(one.channels(), frames == null ? frames(lengths) : frames, one.height(), one.width());
    }

    static int frames(List<Integer> lengths) {
        int frames = USUAL_FRAMES;
        while (frames > FEWEST_FRAMES && 2 * count(lengths, frames) < lengths.size()) {
            frames /= 2;
        }
        return frames;
    }

    private static long count(List<Integer> lengths, int least) {
        return lengths.stream().filter(length -> length >= least).count();
    }

    private void note(VideoDecoder.Header header) {
        sizes.count(header.height(), header.width());
        lengths.add(header.frames());
    }

    private VideoDecoder.Header inspect(SampleFiles.Content content) throws UnreadableFileException {
        byte[] bytes = content.read();
        VideoDecoder.Header header = VideoDecoder.header(bytes, layout);
        if (!sawColor && !VideoDecoder.isGray(bytes, layout)) {
            sawColor = true;
        }
        return header;
    }
}
