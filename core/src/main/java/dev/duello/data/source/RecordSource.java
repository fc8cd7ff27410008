package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.LoadReport;
import dev.duello.data.Sha256;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.image.DecodedImage;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A source of raw images: IDX and CIFAR. */
final class RecordSource implements Source {

    /** A kind of file. */
    interface Opener {
        void identify(Sha256 key) throws IOException;

        RecordStream open() throws IOException;
    }

    private final String name;
    private final Opener opener;

    RecordSource(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        opener.identify(key);
    }

    @Override
    public void load(LoadOptions options, Path cacheFile) throws IOException {
        ImageFormat target = target(options);
        try (RecordStream records = opener.open();
                CacheWriter writer = new CacheWriter(cacheFile, target, records.labeled())) {
            int classes = copy(records, target, options.fit(), writer);
            if (writer.size() == 0) {
                throw new DataException(name + " holds no images.");
            }
            List<String> names = records.classes();
            boolean named = !names.isEmpty() && classes <= names.size();
            LoadReport.Copies copies = writer.copies(index -> "image " + index);
            writer.finish(
                    name,
                    named ? names : numbered(classes),
                    LoadReport.ofRaw(records.format().height(), records.format().width(), (int) writer.size(), copies));
        }
    }

    /** @return one more than the highest label, or 0 without labels */
    private static int copy(RecordStream records, ImageFormat target, Fit fit, CacheWriter writer) throws IOException {
        int classes = 0;
        try (OrderedPipeline<RecordStream.Chunk> pipeline = new OrderedPipeline<>(chunk -> write(chunk, writer))) {
            RecordStream.Chunk chunk;
            while ((chunk = records.next()) != null) {
                for (int label : chunk.labels()) {
                    classes = Math.max(classes, label + 1);
                }
                RecordStream.Chunk full = chunk;
                pipeline.submit(full.pixels().length, () -> conform(full, records.format(), target, fit));
            }
            pipeline.drain();
        }
        return classes;
    }

    private static RecordStream.Chunk conform(RecordStream.Chunk chunk, ImageFormat from, ImageFormat to, Fit fit) {
        if (from.equals(to)) {
            return chunk;
        }
        byte[] pixels = new byte[Math.multiplyExact(chunk.count(), to.bytes())];
        for (int i = 0; i < chunk.count(); i++) {
            byte[] image =
                    DecodedImage.of(from, chunk.pixels(), i * from.bytes()).conform(to, fit);
            System.arraycopy(image, 0, pixels, i * to.bytes(), to.bytes());
        }
        return new RecordStream.Chunk(chunk.count(), pixels, chunk.labels());
    }

    private static void write(RecordStream.Chunk chunk, CacheWriter writer) {
        int bytes = writer.format().bytes();
        for (int i = 0; i < chunk.count(); i++) {
            writer.add(chunk.pixels(), i * bytes, chunk.labels().length == 0 ? -1 : chunk.labels()[i]);
        }
    }

    private ImageFormat target(LoadOptions options) throws IOException {
        try (RecordStream records = opener.open()) {
            ImageFormat from = records.format();
            SizeStatistics census = new SizeStatistics();
            census.count(from.height(), from.width());
            Integer channels = options.channels();
            int c = channels != null ? channels : from.channels() == 1 || allGray(records) ? 1 : 3;
            return census.choose(options, c);
        }
    }

    private static boolean allGray(RecordStream records) throws IOException {
        RecordStream.Chunk chunk;
        while ((chunk = records.next()) != null) {
            for (int i = 0; i < chunk.count(); i++) {
                ImageFormat format = records.format();
                if (!DecodedImage.of(format, chunk.pixels(), i * format.bytes()).isGray()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
}
