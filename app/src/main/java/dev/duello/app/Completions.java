package dev.duello.app;

import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.task.Task;
import dev.duello.train.ExperimentReader;
import java.util.Iterator;
import java.util.stream.Stream;

/** What a shell proposes for options whose values have names; paths it proposes itself. */
final class Completions {
    private Completions() {}

    /** Every preset, and each in its sizes. */
    static final class Presets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ExperimentReader.PRESETS.stream()
                    .flatMap(preset -> Stream.of(preset, preset + "-tiny", preset + "-small", preset + "-base"))
                    .iterator();
        }
    }

    /** The tasks that make sources of images. */
    static final class Tasks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Task.NAMES.iterator();
        }
    }

    /** The data sets that have names. */
    static final class Data implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DatasetCatalog.entries().stream().map(CatalogEntry::name).iterator();
        }
    }
}
