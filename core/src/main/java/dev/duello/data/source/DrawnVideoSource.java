package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.LoadReport;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.drawn.DrawnVideos;
import dev.duello.data.image.DecodedImage;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.video.VideoFormat;
import java.io.IOException;
import java.nio.file.Path;

/** Videos that a program draws. Of fewer frames than are drawn, the first are used. */
record DrawnVideoSource(DrawnVideos videos, Split split) implements Source {
    @Override
    public String name() {
        return videos.name();
    }

    @Override
    public void identify(Sha256 key) {
        key.add(videos.version()).add(split.toString());
    }

    @Override
    public void load(LoadOptions options, Path cacheFile) throws IOException {
        VideoFormat drawn = videos.format();
        VideoFormat target = target(options, drawn);
        try (CacheWriter writer = new CacheWriter(cacheFile, target, true)) {
            // Drawn on all processors, written in their order.
            try (OrderedPipeline<byte[]> drawing = new OrderedPipeline<>(
                    clip -> writer.add(clip, 0, videos.label(split, Math.toIntExact(writer.size()))))) {
                for (int i = 0; i < videos.count(split); i++) {
                    int index = i;
                    drawing.submit(target.bytes(), () -> conform(videos.draw(split, index), drawn, target, options));
                }
                drawing.drain();
            }
            LoadReport.Copies copies = writer.copies(index -> "clip " + index);
            writer.finish(
                    name(),
                    videos.classes(),
                    LoadReport.ofRaw(drawn.height(), drawn.width(), (int) writer.size(), copies));
        }
    }

    private static VideoFormat target(LoadOptions options, VideoFormat drawn) {
        Integer frames = options.frames();
        if (options.grid() != null || frames != null && (frames > drawn.frames() || frames == LoadOptions.FIRST_ONLY)) {
            throw new DataException("The data set is drawn in clips of " + drawn.frames()
                    + " frames: set data.frames to 2 to " + drawn.frames() + ", and no data.grid.");
        }
        SizeStatistics size = new SizeStatistics();
        size.count(drawn.height(), drawn.width());
        ImageFormat one = size.choose(options, options.channels() == null ? drawn.channels() : options.channels());
        return new VideoFormat(one.channels(), frames == null ? drawn.frames() : frames, one.height(), one.width());
    }

    private static byte[] conform(byte[] clip, VideoFormat from, VideoFormat to, LoadOptions options) {
        if (from.equals(to)) {
            return clip;
        }
        byte[] conformed = new byte[to.bytes()];
        int bytes = to.frame().bytes();
        for (int i = 0; i < to.frames(); i++) {
            byte[] frame = DecodedImage.of(from.frame(), clip, i * from.frame().bytes())
                    .conform(to.frame(), options.fit());
            System.arraycopy(frame, 0, conformed, i * bytes, bytes);
        }
        return conformed;
    }
}
