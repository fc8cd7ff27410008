package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Split;
import dev.duello.data.files.ByteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The usual names of IDX files, and where they are found. */
final class IdxFolder {

    private IdxFolder() {}

    static String images(Split split) {
        return prefix(split) + "-images-idx3-ubyte";
    }

    static String labels(Split split) {
        return prefix(split) + "-labels-idx1-ubyte";
    }

    private static String prefix(Split split) {
        return split == Split.TRAIN ? "train" : "t10k";
    }

    /** Whether a folder holds images of either split. */
    static boolean is(Path folder) {
        return file(folder, images(Split.TRAIN)) != null || file(folder, images(Split.TEST)) != null;
    }

    /** @throws DataException when the folder lacks this split */
    static IdxOpener opener(Path folder, Split split, List<String> classes) {
        Path images = file(folder, images(split));
        if (images == null) {
            throw new DataException(folder + " has no " + images(split) + " (or .gz), which the "
                    + split.name().toLowerCase(Locale.ROOT) + " split needs.");
        }
        Path labels = file(folder, labels(split));
        return new IdxOpener(
                new ByteSource.OfFile(images), labels == null ? null : new ByteSource.OfFile(labels), classes);
    }

    /** The labels that lie beside a file of images, when its name tells how they are called. */
    static @Nullable Path labelsBeside(Path images) {
        String name = String.valueOf(images.getFileName());
        String labels = name.replace("images", "labels").replace("idx3", "idx1").replaceAll("\\.gz$", "");
        return name.contains("images") ? file(images.toAbsolutePath().getParent(), labels) : null;
    }

    /** A file by its plain name, that name with {@code .gz}, or with the dot that some copies have before {@code idx}. */
    private static @Nullable Path file(@Nullable Path folder, String name) {
        if (folder == null) {
            return null;
        }
        for (String variant :
                List.of(name, name + ".gz", name.replace("-idx", ".idx"), name.replace("-idx", ".idx") + ".gz")) {
            if (Files.isRegularFile(folder.resolve(variant))) {
                return folder.resolve(variant);
            }
        }
        return null;
    }
}
