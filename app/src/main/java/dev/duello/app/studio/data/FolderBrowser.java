package dev.duello.app.studio.data;

import dev.duello.app.studio.http.HttpException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folders of this machine, as far as one needs to see them to choose images: names and counts, no other files. */
final class FolderBrowser {
    private static final int MOST_SHOWN = 400;
    /** Files of one folder that are counted; where there are more, a number of that size says enough. */
    private static final int MOST_COUNTED = 2_000;

    private static final long COUNTING_NANOSECONDS = 400_000_000;
    private static final Set<String> IMAGES =
            Set.of("png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "webp", "tif", "tiff");
    private static final List<String> ARCHIVES = List.of(".zip", ".tar", ".tar.gz", ".tgz");

    private FolderBrowser() {}

    /**
     * @param images files that look like images, in it alone
     * @param more whether there are more than were counted
     */
    record Entry(String name, String path, boolean archive, int images, int folders, boolean more) {}

    /**
     * A folder that was opened.
     *
     * @param parent the path above, or null
     */
    record Listing(String path, @Nullable String parent, int images, List<Entry> entries, boolean cut) {}

    /** Where to begin. */
    static List<String> roots(Path runs) {
        Set<String> roots = new LinkedHashSet<>();
        roots.add(Path.of(System.getProperty("user.home")).toString());
        roots.add(Path.of("").toAbsolutePath().toString());
        roots.add(runs.toAbsolutePath().normalize().toString());
        return List.copyOf(roots);
    }

    /** Folders and archives of a name, in the roots and one level below them: a browser tells no more of what is dropped. */
    static List<String> find(List<String> roots, String name) {
        Set<String> found = new LinkedHashSet<>();
        if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            return List.of();
        }
        long end = System.nanoTime() + COUNTING_NANOSECONDS;
        for (String root : roots) {
            Path folder = Path.of(root);
            addIfThere(folder.resolve(name), found);
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                for (Path each : inside) {
                    if (System.nanoTime() > end) {
                        break;
                    }
                    if (!isHidden(each) && Files.isDirectory(each)) {
                        addIfThere(each.resolve(name), found);
                    }
                }
            } catch (IOException e) {
                // Nothing is found in it.
            }
        }
        return List.copyOf(found);
    }

    private static void addIfThere(Path path, Set<String> found) {
        if (Files.isDirectory(path) || isArchive(path) && Files.isRegularFile(path)) {
            found.add(path.toString());
        }
    }

    /** @throws HttpException when there is no such folder */
    static Listing list(String path) {
        Path folder;
        try {
            folder = Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw HttpException.notFound("'" + path + "' is not a path.");
        }
        if (!Files.isDirectory(folder)) {
            throw HttpException.notFound("There is no folder " + folder + ".");
        }
        List<Path> found = new ArrayList<>();
        int images = 0;
        boolean cut = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (isHidden(file)) {
                    continue;
                }
                if (isImage(file)) {
                    images++;
                } else if (found.size() < MOST_SHOWN && (Files.isDirectory(file) || isArchive(file))) {
                    found.add(file);
                } else {
                    cut |= found.size() >= MOST_SHOWN;
                }
            }
        } catch (IOException e) {
            throw new HttpException(422, folder + " cannot be read.");
        }
        found.sort(
                Comparator.comparing(file -> String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT)));
        long end = System.nanoTime() + COUNTING_NANOSECONDS;
        List<Entry> entries = found.stream().map(file -> entry(file, end)).toList();
        Path parent = folder.getParent();
        return new Listing(folder.toString(), parent == null ? null : parent.toString(), images, entries, cut);
    }

    private static Entry entry(Path file, long end) {
        String name = String.valueOf(file.getFileName());
        if (!Files.isDirectory(file)) {
            return new Entry(name, file.toString(), true, 0, 0, false);
        }
        int images = 0;
        int folders = 0;
        int seen = 0;
        boolean more = false;
        if (System.nanoTime() > end) {
            return new Entry(name, file.toString(), false, 0, 0, true);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(file)) {
            for (Path inside : files) {
                if (++seen > MOST_COUNTED) {
                    more = true;
                    break;
                }
                if (isHidden(inside)) {
                    continue;
                }
                // By its name first: asking the file system takes longer.
                if (isImage(inside)) {
                    images++;
                } else if (Files.isDirectory(inside)) {
                    folders++;
                }
            }
        } catch (IOException e) {
            // It is shown all the same, and says why when it is opened.
        }
        return new Entry(name, file.toString(), false, images, folders, more);
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 && IMAGES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isArchive(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }
}
