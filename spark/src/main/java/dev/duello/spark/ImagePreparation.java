package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.data.LoadReport;
import dev.duello.data.cache.CacheWriter;
import dev.duello.data.files.FolderClasses;
import dev.duello.data.image.ImageKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Decodes images on the executors and writes them, in the order of their names, into one file on the driver. It goes in waves,
 * each as large as fits the driver's memory: what has been written is forgotten.
 */
final class ImagePreparation {
    /** Bytes of samples that executors send at a time. */
    private static final long WAVE = 256L << 20;
    /** Files in a task at most; opening a file on a remote file system takes some milliseconds. */
    private static final int MOST_IN_TASK = 2000;

    private ImagePreparation() {}

    /** @throws DataException when there are no images, none can be read, or the file cannot be written */
    static Prepared write(JavaSparkContext context, ImageDecoding decoding, Path file) {
        List<String> names = ImageListing.of(decoding.folder(), context.hadoopConfiguration());
        FolderClasses classes =
                FolderClasses.of(names.stream().filter(ImageKind::isExpectedIn).toList());
        List<String> written = new ArrayList<>();
        try (CacheWriter writer =
                new CacheWriter(file, decoding.format(), !classes.classes().isEmpty())) {
            int tasks = context.defaultParallelism();
            int inTask = Math.clamp(WAVE / tasks / decoding.format().bytes(), 1, MOST_IN_TASK);
            for (int start = 0; start < names.size(); start += tasks * inTask) {
                List<String> wave =
                        new ArrayList<>(names.subList(start, Math.min(names.size(), start + tasks * inTask)));
                for (DecodedFile image :
                        context.parallelize(wave, tasks).map(decoding::decode).collect()) {
                    byte[] pixels = image.pixels();
                    if (pixels == null) {
                        writer.skip(image.name(), image.reason());
                    } else {
                        writer.add(pixels, 0, classes.label(image.name()));
                        written.add(image.name());
                    }
                }
            }
            if (writer.size() == 0) {
                throw new DataException("None of the " + names.size() + " images in " + decoding.folder()
                        + " can be read; the first: "
                        + writer.skipped().getFirst().file() + ": "
                        + writer.skipped().getFirst().reason() + ".");
            }
            LoadReport.Copies copies = writer.copies(written::get);
            writer.finish(String.valueOf(file.getFileName()), classes.classes(), LoadReport.EMPTY.with(copies));
            return new Prepared(
                    file,
                    (int) writer.size(),
                    classes.classes(),
                    List.copyOf(writer.skipped()),
                    writer.skippedCount(),
                    copies.count());
        }
    }
}
