package dev.duello.data.source;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.drawn.DrawnImages;
import dev.duello.data.drawn.DrawnSet;
import dev.duello.data.drawn.DrawnVideos;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.files.ZipFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the data of a catalog entry is: on the class path, else among the downloads. */
final class NamedSource {

    private final CatalogEntry entry;
    private final Split split;

    NamedSource(CatalogEntry entry, Split split) {
        this.entry = entry;
        this.split = split;
    }

    /** @throws DataException when it is nowhere; the sentence says which files to place where */
    Source find() throws IOException {
        String name = entry.name();
        DrawnSet drawn = DatasetCatalog.drawn(name).orElse(null);
        if (drawn instanceof DrawnImages images) {
            return new RecordSource(name, new DrawnOpener(images, split));
        }
        if (drawn instanceof DrawnVideos videos) {
            return new DrawnVideoSource(videos, split);
        }
        ByteSource.OfResource images = EmbeddedDatasets.find(name, IdxFolder.images(split) + ".gz");
        ByteSource.OfResource labels = EmbeddedDatasets.find(name, IdxFolder.labels(split) + ".gz");
        if (images != null) {
            return new RecordSource(name, new IdxOpener(images, labels, entry.classes()));
        }
        ByteSource.OfResource zip = EmbeddedDatasets.find(name, name + ".zip");
        if (zip != null) {
            if (split == Split.TEST) {
                throw new DataException(
                        name + " has no test split: all of it is one set. Open it without asking for a split.");
            }
            return new FilesSource(new ZipFiles(unpacked(zip)), name);
        }
        Path folder = entry.folder();
        if (IdxFolder.is(folder)) {
            return new RecordSource(name, IdxFolder.opener(folder, split, entry.classes()));
        }
        CifarOpener cifar = CifarFolder.inFolder(folder, split);
        if (cifar != null) {
            return new RecordSource(name, cifar);
        }
        if (entry.files().isEmpty()) {
            throw new DataException("The data set '" + name
                    + "' comes with Duello, but is not on the class path: add the artifact duello-datasets.");
        }
        throw new DataException("The data set '" + name + "' has not been downloaded. `duello data get " + name
                + "` does that. " + entry.placingAdvice());
    }

    /** A zip archive is read from its end, which needs a file. The name carries the hash: other data, another file. */
    private Path unpacked(ByteSource.OfResource zip) throws IOException {
        String hash = new Sha256().add(zip.hashes()).hex().substring(0, 12);
        Path file = entry.folder().resolve(entry.name() + "-" + hash + ".zip");
        if (!Files.isRegularFile(file)) {
            AtomicFiles.write(file, beside -> {
                try (InputStream in = zip.raw()) {
                    Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
                }
            });
        }
        return file;
    }
}
