package dev.duello.metric.inception;

import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.catalog.CatalogFile;
import dev.duello.data.catalog.DownloadProgress;
import dev.duello.data.catalog.Downloader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the weights of the network are looked for, and where they come from. */
public final class InceptionFile {
    /** The environment variable that names a file of weights. */
    public static final String VARIABLE = "DUELLO_INCEPTION";

    /** The file that pytorch-fid, torch-fidelity and others use; Apache-2.0. */
    public static final CatalogFile PUBLISHED = new CatalogFile(
            "pt_inception-2015-12-05-6726825d.pth",
            URI.create("https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/"
                    + "pt_inception-2015-12-05-6726825d.pth"),
            "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2",
            95_628_359);

    private InceptionFile() {}

    /** Where downloaded feature networks go: {@code <cache>/features}; need not exist. */
    public static Path folder() {
        return CacheFolder.path().resolve("features");
    }

    /**
     * The file to use: {@code explicit} when given, else the one that {@code DUELLO_INCEPTION} names, else the published one
     * in {@link #folder()}.
     *
     * @throws DataException when it is not there; the sentence says what to place where
     */
    public static Path find(@Nullable Path explicit) {
        return find(explicit, System.getenv());
    }

    static Path find(@Nullable Path explicit, Map<String, String> environment) {
        if (explicit != null) {
            return present(explicit, "");
        }
        String named = environment.get(VARIABLE);
        if (named != null && !named.isBlank()) {
            return present(Path.of(named), " (from " + VARIABLE + ")");
        }
        Path placed = folder().resolve(PUBLISHED.name());
        if (!Files.isRegularFile(placed)) {
            throw new DataException("The weights of the FID Inception network are not here. Download them with"
                    + " `duello features get inception`, or put " + PUBLISHED.name() + " (" + PUBLISHED.uri()
                    + ") into "
                    + folder() + ", or name a file in " + VARIABLE + ".");
        }
        return placed;
    }

    private static Path present(Path file, String origin) {
        if (!Files.isRegularFile(file)) {
            throw new DataException("There is no file of Inception weights at " + file + origin + ".");
        }
        return file;
    }

    /**
     * Downloads the published file into {@link #folder()} unless it is there; its SHA-256 is checked.
     *
     * @return the file
     * @throws DataException when it cannot be downloaded; the sentence says what to place where by hand
     */
    public static Path download(Downloader downloader, DownloadProgress progress) {
        Path placed = folder().resolve(PUBLISHED.name());
        if (Files.isRegularFile(placed)) {
            return placed;
        }
        try {
            return downloader.fetch(PUBLISHED, folder(), progress);
        } catch (DataException e) {
            throw new DataException(
                    e.getMessage() + " To place it by hand, put " + PUBLISHED.name() + " (" + PUBLISHED.uri()
                            + ") into " + folder() + ".",
                    e);
        }
    }
}
