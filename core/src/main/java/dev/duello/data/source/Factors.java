package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.Split;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.drawn.DrawnSet;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.EmbeddedDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the samples of a named set were made of, for the sets of which that is known. */
public final class Factors {
    private static final String FILE = "factors.csv";
    /** Those that were made before; what a program draws, it tells itself. */
    private static final List<String> WRITTEN_DOWN = List.of("spoken-digits", "tones", "notes");

    private Factors() {}

    /** The names of the sets whose factors are known. */
    public static List<String> sets() {
        return DatasetCatalog.entries().stream()
                .map(CatalogEntry::name)
                .filter(name -> WRITTEN_DOWN.contains(name)
                        || DatasetCatalog.drawn(name).isPresent())
                .toList();
    }

    /**
     * All factors of a part as CSV: a header, then a line a sample, in the order of the samples.
     *
     * @param name one of {@link #sets}
     * @throws DataException when nothing is known of the set, or it is not on the class path
     */
    public static String csv(String name, Split split) {
        DrawnSet drawn = DatasetCatalog.drawn(name).orElse(null);
        if (drawn != null) {
            return drawn.csv(split);
        }
        try {
            ByteSource.OfResource file = EmbeddedDatasets.find(name, FILE);
            if (file == null) {
                throw new DataException("What the samples of '" + name + "' were made of is not on the class path.");
            }
            try (InputStream in = file.raw()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new DataException("Cannot read the factors of " + name + ".", e);
        }
    }
}
