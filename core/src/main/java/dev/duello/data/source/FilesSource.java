package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.files.ClipFolders;
import dev.duello.data.files.FileClasses;
import dev.duello.data.files.FolderClasses;
import dev.duello.data.files.LabelFile;
import dev.duello.data.files.SampleFiles;
import dev.duello.data.image.Half;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.video.ClipLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A source of files of one medium. Images and sounds are decoded on all processors, and written in the order of the files. */
final class FilesSource implements Source {

    private SampleFiles files;
    private final String name;
    private final Half half;

    FilesSource(SampleFiles files, String name) {
        this(files, name, Half.WHOLE);
    }

    private FilesSource(SampleFiles files, String name, Half half) {
        this.files = files;
        this.name = name;
        this.half = half;
    }

    /** The same with a half of each image, which closes the same files. @throws DataException when there are no images */
    FilesSource half(Half part) throws IOException {
        files.names();
        if (files.medium() != Medium.IMAGE) {
            throw new DataException(name + " holds " + files.medium().plural() + ", which have no halves.");
        }
        return new FilesSource(files, name, part);
    }

    /** Height and width of what is used of each image that can be read, by name. */
    Map<String, int[]> sizes() throws IOException {
        Map<String, int[]> sizes = new HashMap<>();
        files.visit((file, content) -> {
            try {
                ImageDecoder.Header header = ImageFormatInference.header(content, half);
                sizes.put(file, new int[] {header.height(), header.width()});
            } catch (UnreadableFileException e) {
                // It was told of when the set was read.
            }
            return true;
        });
        return sizes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        files.identify(key);
        if (half != Half.WHOLE) {
            key.add(half.name());
        }
    }

    /** The names of all files, in the order of the samples that are made of those that can be read. */
    List<String> names() throws IOException {
        return files.names();
    }

    /** One file: its sample, or why there is none. */
    private record Outcome(String file, SampleDecoder.@Nullable Decoded sample, String reason) {}

    @Override
    public void load(LoadOptions options, Path cacheFile) throws IOException {
        List<String> names = files.names();
        if (files.medium() == Medium.TEXT) {
            new TextSource(files, name).load(options, cacheFile);
            return;
        }
        if (names.isEmpty()) {
            throw new DataException(name
                    + " holds no images, sounds, texts or shapes: files named .png, .jpg, .gif, .bmp, .webp, .tif, .wav,"
                    + " .flac, .txt, .vox, .binvox, .npy, .obj, .stl, .glb or .gltf are read"
                    + (files.passedOver().isEmpty() ? "." : "; " + first(files.passedOver()) + "."));
        }
        SampleDecoder decoder = decoder(options);
        FileClasses classes = classes(files.names());
        try (CacheWriter writer =
                new CacheWriter(cacheFile, decoder.format(), !classes.classes().isEmpty())) {
            files.passedOver().forEach(one -> writer.skip(one.file(), one.reason()));
            ReportBuilder report = decodeAll(decoder, classes, writer);
            if (writer.size() == 0) {
                throw nothingLeft(decoder.format().medium(), name, writer.skippedCount(), writer.skipped());
            }
            writer.finish(name, classes.classes(), report.build(files.leftOut()).with(writer.copies(report::file)));
        }
    }

    private SampleDecoder decoder(LoadOptions options) throws IOException {
        return switch (files.medium()) {
            case IMAGE, VIDEO -> ofImages(options);
            case SOUND -> SampleDecoder.of(new SoundFormatInference(files, name).format(options));
            case VOXELS -> SampleDecoder.of(new VoxelFormatInference(files, name).format(options));
            case TEXT -> throw new IllegalStateException("texts have a source of their own");
        };
    }

    /** Image files are images, or videos. */
    private SampleDecoder ofImages(LoadOptions options) throws IOException {
        ClipLayout layout = half == Half.WHOLE ? ClipLayouts.of(files, options) : null;
        if (layout == null) {
            return SampleDecoder.of(new ImageFormatInference(files, name, half).format(options), options.fit(), half);
        }
        if (layout instanceof ClipLayout.Folders) {
            files = new ClipFolders(files);
        }
        return SampleDecoder.of(new VideoFormatInference(files, name, layout).format(options), options.fit(), layout);
    }

    private FileClasses classes(List<String> names) throws IOException {
        SampleFiles.LabelBytes labels = files.labels();
        FileClasses named = labels == null ? null : LabelFile.read(labels.name(), labels.bytes(), names);
        return named == null ? FolderClasses.of(names) : named;
    }

    private ReportBuilder decodeAll(SampleDecoder decoder, FileClasses classes, CacheWriter writer) throws IOException {
        ReportBuilder report = new ReportBuilder();
        int bytes = decoder.format().bytes();
        try (OrderedPipeline<Outcome> pipeline = new OrderedPipeline<>(outcome -> {
            if (outcome.sample == null) {
                writer.skip(outcome.file, outcome.reason);
            } else {
                byte[] stored = outcome.sample.stored();
                for (int at = 0; at < stored.length; at += bytes) {
                    writer.add(stored, at, classes.label(outcome.file));
                    report.add(outcome.file);
                }
                outcome.sample.tell().accept(report);
            }
        })) {
            files.visit((file, content) -> {
                pipeline.submit(content.weight(), () -> decode(file, content, decoder));
                return true;
            });
            pipeline.drain();
        }
        return report;
    }

    private static Outcome decode(String file, SampleFiles.Content content, SampleDecoder decoder) {
        try {
            return new Outcome(file, decoder.decode(content.read()), "");
        } catch (UnreadableFileException e) {
            return new Outcome(file, null, String.valueOf(e.getMessage()));
        }
    }

    static DataException nothingLeft(Medium medium, String name, int count, List<SkippedFile> skipped) {
        return new DataException("None of the " + count + " " + medium.plural() + " in " + name
                + " can be read; the first: " + first(skipped) + ".");
    }

    private static String first(List<SkippedFile> skipped) {
        return skipped.get(0).file() + ": " + skipped.get(0).reason();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
