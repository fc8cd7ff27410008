package dev.duello.spark;

import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Samples as PNG files on any file system that Hadoop knows, a folder for each part, so that none holds millions. */
final class PngSamples {
    private PngSamples() {}

    /** Writes the images of one folder. One that is there, from a task that failed, is replaced by the same. */
    static void write(ShippedModel shipped, Generation generation, int part, String output, Configuration hadoop)
            throws IOException {
        Path folder = new Path(output, String.format(Locale.ROOT, "%06d", part));
        FileSystem files = folder.getFileSystem(hadoop);
        try (LocalModel local = LocalModel.open(shipped)) {
            ImageFormat format = ImageFormat.of(local.model().format());
            SampleBlocks blocks = SampleBlocks.ofFile(local.model(), generation, part);
            while (blocks.hasNext()) {
                SampleBlock block = blocks.next();
                for (int i = 0; i < block.samples().size(); i++) {
                    Path file = new Path(folder, String.format(Locale.ROOT, "%012d.png", block.first() + i));
                    try (FSDataOutputStream out = files.create(file, true)) {
                        out.write(PngFiles.encode(format, block.samples().get(i)));
                    }
                }
            }
        }
    }
}
