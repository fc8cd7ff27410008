package dev.duello.data.source;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.catalog.CatalogEntry;
import dev.duello.data.catalog.DatasetCatalog;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.FolderFiles;
import dev.duello.data.files.SingleFile;
import dev.duello.data.files.TableFiles;
import dev.duello.data.files.TarFiles;
import dev.duello.data.files.ZipFiles;
import dev.duello.data.image.Half;
import dev.duello.data.image.ImageKind;
import dev.duello.data.sound.SoundKind;
import dev.duello.data.text.TextKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Finds out what a name or path stands for: by the catalog first, then by what lies at the path. */
final class SourceFinder {

    /** Enough to see the mark of a tar archive. */
    private static final int START = 512;

    private final String nameOrPath;
    private final Split split;

    SourceFinder(String nameOrPath, Split split) {
        this.nameOrPath = nameOrPath;
        this.split = split;
    }

    /** @throws DataException when nothing is found, or it cannot be understood */
    Source find() throws IOException {
        PairSide side = PairSide.in(nameOrPath);
        if (side != null) {
            return sideOf(side, PairSide.path(nameOrPath));
        }
        CatalogEntry entry = DatasetCatalog.find(nameOrPath).orElse(null);
        return entry != null ? new NamedSource(entry, split).find() : atPath();
    }

    private Source sideOf(PairSide side, String path) throws IOException {
        if (side.isHalf()) {
            Source whole = new SourceFinder(path, split).find();
            if (whole instanceof FilesSource files) {
                return files.half(side == PairSide.LEFT_HALF ? Half.LEFT : Half.RIGHT);
            }
            whole.close();
            throw new DataException(path + " holds no image files, of which a half could be used.");
        }
        if (!Files.isRegularFile(Path.of(path))) {
            throw new DataException("There is no table of pairs " + path + ".");
        }
        refuseTest(path);
        Path table = Path.of(path).toAbsolutePath().normalize();
        return new FilesSource(
                new TableFiles(
                        table, side == PairSide.SOURCE_COLUMN ? TableFiles.Column.SOURCE : TableFiles.Column.TARGET),
                String.valueOf(table.getFileName()));
    }

    private Source atPath() throws IOException {
        Path path;
        try {
            path = Path.of(nameOrPath);
        } catch (InvalidPathException e) {
            throw new UnknownDataException(nameOrPath, "'" + nameOrPath + "' is neither a known data set nor a path.");
        }
        if (nameOrPath.isBlank() || !Files.exists(path)) {
            throw unknown(nameOrPath);
        }
        // Links may point at something with another name, but "." and ".." are no names at all.
        Path absolute = path.toAbsolutePath().normalize();
        String name = absolute.getFileName() == null
                ? absolute.toString()
                : absolute.getFileName().toString();
        return Files.isDirectory(path) ? inFolder(absolute, name) : inFile(absolute, name);
    }

    private Source inFolder(Path folder, String name) throws IOException {
        if (IdxFolder.is(folder)) {
            return new RecordSource(name, IdxFolder.opener(folder, split, List.of()));
        }
        CifarOpener cifar = CifarFolder.inFolder(folder, split);
        if (cifar != null) {
            return new RecordSource(name, cifar);
        }
        refuseTest(name);
        return new FilesSource(new FolderFiles(folder), name);
    }

    private Source inFile(Path file, String name) throws IOException {
        ByteSource bytes = new ByteSource.OfFile(file);
        byte[] raw;
        byte[] start;
        try (InputStream in = bytes.raw();
                InputStream unzipped = bytes.open()) {
            raw = in.readNBytes(16);
            start = unzipped.readNBytes(START);
        }
        if (ImageKind.startsWith(raw, 0, "PK")) {
            refuseTest(name);
            return new FilesSource(new ZipFiles(file), name);
        }
        if (ImageKind.startsWith(start, 0, "\0\0\b")) {
            refuseTest(name);
            Path labels = IdxFolder.labelsBeside(file);
            return new RecordSource(
                    name, new IdxOpener(bytes, labels == null ? null : new ByteSource.OfFile(labels), List.of()));
        }
        if (ImageKind.startsWith(start, 257, "ustar") || name.matches("(?i).*\\.(tar|tar\\.gz|tgz)")) {
            CifarOpener cifar = CifarFolder.inArchive(file, split);
            if (cifar != null) {
                return new RecordSource(name, cifar);
            }
            refuseTest(name);
            return new FilesSource(new TarFiles(file), name);
        }
        if (name.endsWith(".bin")) {
            refuseTest(name);
            return cifarBatch(file, name);
        }
        if (TextKind.isExpectedIn(name)) {
            refuseTest(name);
            return new FilesSource(new SingleFile(file, Medium.TEXT), name);
        }
        throw new DataException(
                file + " is not data that can be opened: expected a folder of images, sounds, texts or shapes, a zip "
                        + "or tar archive of them, a text file, an IDX file, or CIFAR-10 in its binary version"
                        + (ImageKind.of(raw) != null
                                ? ". For a single image, name its folder."
                                : SoundKind.of(raw) != null ? ". For a single sound, name its folder." : "."));
    }

    private static Source cifarBatch(Path file, String name) throws IOException {
        long length = Files.size(file);
        if (length == 0 || length % CifarOpener.RECORD != 0) {
            throw new DataException(file + " is not a CIFAR-10 binary file: its length is " + length
                    + " bytes, not a multiple of " + CifarOpener.RECORD + ".");
        }
        return new RecordSource(name, new CifarOpener(List.of(new PlainFile(file))));
    }

    /** A file that is never taken for gzip, whatever it starts with. */
    private record PlainFile(Path file) implements ByteSource {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public InputStream raw() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public InputStream open() throws IOException {
            return raw();
        }

        @Override
        public void identify(Sha256 key) throws IOException {
            new OfFile(file).identify(key);
        }
    }

    private void refuseTest(String name) {
        if (split == Split.TEST) {
            throw new DataException(
                    name + " has no test split: all of it is one set. Open it without asking for a split.");
        }
    }

    private static UnknownDataException unknown(String given) {
        List<String> names =
                DatasetCatalog.entries().stream().map(CatalogEntry::name).toList();
        return new UnknownDataException(
                given,
                "There is no data set, folder or file called '" + given + "'" + Messages.suggestion(given, names)
                        + " Known data sets: " + String.join(", ", names) + ".");
    }
}
