package dev.duello.spark;

import dev.duello.data.DataException;
import dev.duello.data.image.ImageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Finds the image files of a folder, in the order in which Duello reads any folder: that of their names as Java compares strings. */
final class ImageListing {
    private ImageListing() {}

    /**
     * Names relative to the folder, with {@code /} between folders. What is hidden, or in a hidden folder, is left out.
     *
     * @throws DataException when the folder cannot be read, or holds no images
     */
    static List<String> of(String folder, Configuration hadoop) {
        List<String> names = new ArrayList<>();
        try {
            Path path = new Path(folder);
            FileSystem files = path.getFileSystem(hadoop);
            Path root = files.getFileStatus(path).getPath();
            RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
            while (found.hasNext()) {
                String name =
                        root.toUri().relativize(found.next().getPath().toUri()).getPath();
                boolean hidden = name.startsWith(".") || name.contains("/.") || name.contains("__MACOSX/");
                if (!hidden && (ImageKind.isExpectedIn(name) || ImageKind.isForeignImage(name))) {
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new DataException(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (names.isEmpty()) {
            throw new DataException(
                    folder + " holds no images: files named .png, .jpg, .gif, .bmp, .webp or .tif are read.");
        }
        Collections.sort(names);
        return names;
    }
}
