package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.Skipped;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.files.FileClasses;
import dev.duello.data.files.FolderClasses;
import dev.duello.data.files.LabelFile;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source of image files: decoded on all processors, written in the order of the files. */
final class FilesSource implements Source {

    private final SampleFiles files;
    private final String name;

    FilesSource(SampleFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        files.identify(key);
    }

    /** One file: its image, or why there is none. */
    private record Outcome(String file, ImageDecoder.@Nullable Decoded image, String reason) {}

    @Override
    public void load(LoadOptions options, Path cacheFile) throws IOException {
        List<String> names = files.names();
        if (names.isEmpty()) {
            throw new DataException(
                    name + " holds no images: files named .png, .jpg, .gif, .bmp, .webp or .tif are read"
                            + (files.passedOver().isEmpty() ? "." : "; " + first(files.passedOver()) + "."));
        }
        FileClasses classes = classes(names);
        ImageFormat format = new FilesSurvey(files, name).format(options);
        try (CacheWriter writer =
                new CacheWriter(cacheFile, format, !classes.classes().isEmpty())) {
            files.passedOver().forEach(one -> writer.skip(one.file(), one.reason()));
            ReportBuilder report = decodeAll(options.fit(), classes, writer);
            if (writer.size() == 0) {
                throw nothingLeft(name, writer.skippedCount(), writer.skipped());
            }
            writer.finish(name, classes.classes(), report.build(files.leftOut()).with(writer.copies(report::file)));
        }
    }

    private FileClasses classes(List<String> names) throws IOException {
        SampleFiles.LabelBytes labels = files.labels();
        FileClasses named = labels == null ? null : LabelFile.read(labels.name(), labels.bytes(), names);
        return named == null ? FolderClasses.of(names) : named;
    }

    private ReportBuilder decodeAll(Fit fit, FileClasses classes, CacheWriter writer) throws IOException {
        ReportBuilder report = new ReportBuilder();
        try (OrderedPipeline<Outcome> pipeline = new OrderedPipeline<>(outcome -> {
            if (outcome.image == null) {
                writer.skip(outcome.file, outcome.reason);
            } else {
                writer.add(outcome.image.pixels(), 0, classes.label(outcome.file));
                report.add(outcome.file, outcome.image.facts());
            }
        })) {
            files.visit((file, content) -> {
                pipeline.submit(content.weight(), () -> decode(file, content, writer.format(), fit));
                return true;
            });
            pipeline.drain();
        }
        return report;
    }

    private static Outcome decode(String file, SampleFiles.Content content, ImageFormat format, Fit fit) {
        try {
            return new Outcome(file, ImageDecoder.read(content.read(), format, fit), "");
        } catch (UnreadableFileException e) {
            return new Outcome(file, null, String.valueOf(e.getMessage()));
        }
    }

    static DataException nothingLeft(String name, int count, List<Skipped> skipped) {
        return new DataException(
                "None of the " + count + " images in " + name + " can be read; the first: " + first(skipped) + ".");
    }

    private static String first(List<Skipped> skipped) {
        return skipped.get(0).file() + ": " + skipped.get(0).reason();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
