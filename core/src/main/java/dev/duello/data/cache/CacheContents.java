package dev.duello.data.cache;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Duello made in the {@link CacheFolder} and can make again: decoded copies of samples, and what measuring learned about them.
 * Downloads are not among it, nor is anything that Duello did not write.
 */
public final class CacheContents {
    private static final Pattern DECODED = Pattern.compile(".+-[0-9a-f]{32}\\.(samples|images)");
    private static final Pattern CLASSIFIER = Pattern.compile("classifier-[0-9a-f]{16}\\.safetensors");
    private static final Pattern FEATURES =
            Pattern.compile("[0-9a-f]{16}-.+-[0-9]+(\\.safetensors|-floor-[0-9]+\\.txt)");
    /** The name of the finished file, and what no other writer has: process and number in base 36. */
    private static final Pattern UNFINISHED =
            Pattern.compile("(.+)" + Pattern.quote(AtomicFiles.BESIDE) + "[0-9a-z]+-[0-9a-z]+");

    private CacheContents() {}

    /** What a file is. */
    public enum Kind {
        /** Samples of a data set, decoded: those of private images and sounds among them. */
        DECODED,
        /** A classifier that was trained on a data set to measure with. */
        CLASSIFIER,
        /** What a feature network saw in the samples of a data set, and the metrics of one half against the other. */
        FEATURES,
        /** Left by a process that was killed while it wrote one of the others. */
        UNFINISHED
    }

    /** One file of the cache and its length. */
    public record Entry(Path file, Kind kind, long bytes) {}

    /** All of it, the largest first. @throws DataException when the cache cannot be read */
    public static List<Entry> list() {
        List<Entry> found = new ArrayList<>();
        for (String folder : List.of("sets", "features")) {
            collect(CacheFolder.path().resolve(folder), found);
        }
        found.sort(Comparator.comparingLong(Entry::bytes).reversed());
        return List.copyOf(found);
    }

    /** Deletes one. Whoever has it open keeps what it sees. @throws DataException when it cannot be deleted */
    public static void delete(Entry entry) {
        try {
            Files.deleteIfExists(entry.file());
        } catch (IOException e) {
            throw new DataException("Cannot delete " + entry.file() + ": " + Messages.reason(e) + ".", e);
        }
    }

    private static void collect(Path folder, List<Entry> found) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Kind kind = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? kind(file) : null;
                if (kind != null) {
                    found.add(new Entry(file, kind, Files.size(file)));
                }
            }
        } catch (IOException e) {
            throw new DataException("Cannot read " + folder + ": " + Messages.reason(e) + ".", e);
        }
    }

    private static @Nullable Kind kind(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        var unfinished = UNFINISHED.matcher(name);
        if (unfinished.matches()) {
            return kindOfName(unfinished.group(1)) == null ? null : Kind.UNFINISHED;
        }
        Kind kind = kindOfName(name);
        return kind != Kind.DECODED || startsAsOurs(file) ? kind : null;
    }

    private static @Nullable Kind kindOfName(String name) {
        if (DECODED.matcher(name).matches()) {
            return Kind.DECODED;
        }
        if (CLASSIFIER.matcher(name).matches()) {
            return Kind.CLASSIFIER;
        }
        return FEATURES.matcher(name).matches() ? Kind.FEATURES : null;
    }

    private static boolean startsAsOurs(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return CacheHeader.isStart(in.readNBytes(CacheHeader.BYTES));
        }
    }
}
