package dev.duello.data.files;

import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** The images or sounds in a tar archive, gzipped or not, in the order of the archive, as it can only be read from front to back. */
public final class TarFiles implements SampleFiles {

    private final Path file;
    private final Map<String, byte[]> labels = new HashMap<>();
    private @Nullable FileNames names;

    public TarFiles(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void identify(Sha256 key) throws IOException {
        new ByteSource.OfFile(file).identify(key);
    }

    @Override
    public Medium medium() {
        return names == null ? Medium.IMAGE : names.medium();
    }

    @Override
    public List<String> names() throws IOException {
        return listed().samples();
    }

    @Override
    public List<SkippedFile> passedOver() {
        return names == null ? List.of() : names.passedOver();
    }

    @Override
    public LoadReport.LeftOut leftOut() {
        return names == null ? LoadReport.LeftOut.NOTHING : names.leftOut();
    }

    @Override
    public @Nullable LabelBytes labels() throws IOException {
        String name = listed().labelFile();
        byte[] bytes = name == null ? null : labels.get(name);
        return name == null || bytes == null ? null : new LabelBytes(name, bytes);
    }

    private FileNames listed() throws IOException {
        if (names == null) {
            FileNames found = new FileNames();
            try (TarStream tar = TarStream.open(new ByteSource.OfFile(file))) {
                TarArchiveEntry entry;
                while ((entry = tar.next()) != null) {
                    if (!found.offerArchived(entry.getName())
                            && entry.getName().endsWith(LabelFile.NAME)
                            && !entry.isSparse()) {
                        labels.put(entry.getName(), tar.content().readNBytes(ImageDecoder.MAX_FILE_BYTES));
                    }
                }
            }
            names = found;
        }
        return names;
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        Set<String> wanted = new HashSet<>(names());
        try (TarStream tar = TarStream.open(new ByteSource.OfFile(file))) {
            TarArchiveEntry entry;
            while ((entry = tar.next()) != null) {
                if (wanted.contains(entry.getName()) && !visitor.visit(entry.getName(), content(tar, entry))) {
                    return;
                }
            }
        }
    }

    /** Reads now, as the archive moves on; a problem with one file is kept for whoever asks for its bytes. */
    private static Content content(TarStream tar, TarArchiveEntry entry) throws IOException {
        if (entry.isSparse() || entry.getSize() > ImageDecoder.MAX_FILE_BYTES) {
            return () -> {
                throw new UnreadableFileException("the archive declares " + entry.getSize() + " bytes for it");
            };
        }
        byte[] bytes = tar.content().readNBytes(ImageDecoder.MAX_FILE_BYTES);
        return new Content() {
            @Override
            public byte[] read() {
                return bytes;
            }

            @Override
            public long weight() {
                return bytes.length;
            }
        };
    }
}
