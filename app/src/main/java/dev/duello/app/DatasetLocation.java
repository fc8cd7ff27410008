package dev.duello.app;

import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.source.PairSide;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Data that a run names and that are not there any more. */
final class DatasetLocation {
    private DatasetLocation() {}

    /** Whether something lies under this name or at this path. */
    static boolean exists(String source) {
        try {
            return DatasetCatalog.find(source).isPresent() || Files.exists(Path.of(PairSide.path(source)));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
