package dev.duello.spark;

import dev.duello.Messages;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageDecoder;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Decodes image files on any file system that Hadoop knows, and brings them to one format.
 *
 * @param folder that names are relative to
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param fit what to do with images of other proportions
 */
record ImageDecoding(String folder, int channels, int height, int width, Fit fit, SerializableConfiguration hadoop)
        implements Serializable {
    ImageFormat format() {
        return new ImageFormat(channels, height, width);
    }

    DecodedFile decode(String name) {
        Path path = new Path(new Path(folder), new Path(null, null, name));
        try {
            FileSystem files = path.getFileSystem(hadoop.value());
            try (InputStream in = files.open(path)) {
                return new DecodedFile(name, ImageDecoder.decode(PngFiles.bytes(in), format(), fit), "");
            }
        } catch (UnreadableFileException e) {
            return new DecodedFile(name, null, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new DecodedFile(name, null, Messages.reason(e));
        }
    }
}
