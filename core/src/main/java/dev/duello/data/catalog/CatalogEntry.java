package dev.duello.data.catalog;

import dev.duello.data.CacheFolder;
import dev.duello.data.drawn.DrawnSet;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.source.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A data set that is known by name.
 *
 * @param name what the user types
 * @param description one line
 * @param license the license, or what its publisher says in place of one
 * @param classes the names of the classes by label; empty when the data itself tells
 * @param files what to download; empty when the data only comes with Duello
 */
public record CatalogEntry(
        String name, String description, String license, List<String> classes, List<CatalogFile> files) {

    /** Where the downloaded files go; need not exist. */
    public Path folder() {
        return CacheFolder.datasets(name);
    }

    /** Whether the data came with this installation, so that nothing has to be downloaded. */
    public boolean isEmbedded() {
        return DatasetCatalog.drawn(name).map(DrawnSet::isHere).orElseGet(() -> EmbeddedDatasets.has(name));
    }

    /** Whether {@link Datasets#open} will find the data. */
    public boolean isHere() {
        return isEmbedded() || !files.isEmpty() && missing().isEmpty();
    }

    /** The bytes to download in all, whatever is here already. */
    public long downloadBytes() {
        return files.stream().mapToLong(CatalogFile::bytes).sum();
    }

    List<CatalogFile> missing() {
        return files.stream()
                .filter(file -> !Files.isRegularFile(folder().resolve(file.name())))
                .toList();
    }

    /** What a user without a network can do. */
    public String placingAdvice() {
        return "To place it by hand, put "
                + missing().stream()
                        .map(file -> file.name() + " (" + file.uri() + ")")
                        .collect(Collectors.joining(", "))
                + " into " + folder() + ".";
    }
}
