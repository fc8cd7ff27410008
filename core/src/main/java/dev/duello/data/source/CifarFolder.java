package dev.duello.data.source;

import dev.duello.data.Batch;
import dev.duello.data.DataException;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.TarStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** The usual names of CIFAR-10 batches, in a folder or in the archive that is downloaded. */
final class CifarFolder {

    static final String ARCHIVE = "cifar-10-binary.tar.gz";

    private static final Pattern TRAIN = Pattern.compile("data_batch_\\d{1,4}\\.bin");
    private static final String TEST = "test_batch.bin";
    /** How many files of an archive to look at before it is taken for something else. */
    private static final int PATIENCE = 3;

    private CifarFolder() {}

    static boolean isBatch(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return TRAIN.matcher(name).matches() || name.equals(TEST);
    }

    /** @return null when the folder holds neither batches nor the archive */
    static @Nullable CifarOpener inFolder(Path folder, Split split) throws IOException {
        for (Path place : List.of(folder, folder.resolve("cifar-10-batches-bin"))) {
            List<Path> batches = batches(place);
            if (!batches.isEmpty()) {
                return new CifarOpener(choose(batches, folder, split).stream()
                        .map(ByteSource.OfFile::new)
                        .toList());
            }
        }
        Path archive = folder.resolve(ARCHIVE);
        return Files.isRegularFile(archive) ? inArchive(archive, split) : null;
    }

    /** @return null when this is an archive of something else */
    static @Nullable CifarOpener inArchive(Path archive, Split split) throws IOException {
        if (!startsLikeCifar(archive)) {
            return null;
        }
        List<Path> names = new ArrayList<>();
        try (TarStream tar = TarStream.open(new ByteSource.OfFile(archive))) {
            TarArchiveEntry entry;
            while ((entry = tar.next()) != null) {
                if (isBatch(entry.getName())) {
                    names.add(Path.of(entry.getName()));
                }
            }
        }
        return new CifarOpener(choose(names, archive, split).stream()
                .map(name -> new Batch(archive, name.toString().replace('\\', '/')))
                .toList());
    }

    private static boolean startsLikeCifar(Path archive) throws IOException {
        try (TarStream tar = TarStream.open(new ByteSource.OfFile(archive))) {
            TarArchiveEntry entry;
            for (int i = 0; i < PATIENCE && (entry = tar.next()) != null; i++) {
                if (isBatch(entry.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Path> batches(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isBatch(file.getFileName().toString())).toList();
        }
    }

    /** The batches of a split, by number. */
    private static List<Path> choose(List<Path> batches, Path where, Split split) {
        List<Path> chosen = batches.stream()
                .filter(file -> file.getFileName().toString().equals(TEST) == (split == Split.TEST))
                .sorted(Comparator.<Path>comparingInt(file -> file.toString().length())
                        .thenComparing(Path::toString))
                .toList();
        if (chosen.isEmpty()) {
            throw new DataException(where + " has no " + (split == Split.TEST ? TEST : "data_batch_1.bin")
                    + ", which the " + split.name().toLowerCase(Locale.ROOT) + " split needs.");
        }
        return chosen;
    }

    /** One batch inside the archive, which is read from the front until the batch comes: that needs time, but no memory. */
    private record Batch(Path archive, String entry) implements ByteSource {
        @Override
        public String name() {
            return archive + ":" + entry;
        }

        @Override
        public InputStream raw() throws IOException {
            TarStream tar = TarStream.open(new OfFile(archive));
            try {
                TarArchiveEntry current;
                while ((current = tar.next()) != null) {
                    if (current.getName().equals(entry) && !current.isSparse()) {
                        return new FilterInputStream(tar.content()) {
                            @Override
                            public void close() throws IOException {
                                tar.close();
                            }
                        };
                    }
                }
                throw new IOException(entry + " is no longer in the archive");
            } catch (IOException | RuntimeException e) {
                tar.close();
                throw e;
            }
        }

        @Override
        public InputStream open() throws IOException {
            // A batch may by chance start like gzip.
            return raw();
        }

        @Override
        public void identify(Sha256 key) throws IOException {
            new OfFile(archive).identify(key);
            key.add(entry);
        }
    }
}
