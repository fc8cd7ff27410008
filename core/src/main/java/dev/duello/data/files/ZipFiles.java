package dev.duello.data.files;

import dev.duello.Messages;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.Sha256;
import dev.duello.data.SkippedFile;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The images or sounds in a zip archive, in the order of their names. Nothing is extracted to disk. */
public final class ZipFiles implements SampleFiles {

    /** Stored, deflated, and deflated with a large window: the methods that need no other library. */
    private static final Set<Integer> READABLE = Set.of(0, 8, 9);

    private final Path file;
    private final FileNames names = new FileNames();
    private final List<ZipArchiveEntry> entries = new ArrayList<>();
    private final Map<String, ZipArchiveEntry> labels = new HashMap<>();
    private @Nullable ZipFile zip;

    /** Opens nothing yet: a set that is cached is known by the file alone. */
    public ZipFiles(Path file) {
        this.file = file;
    }

    /** @throws IOException when this is not a zip archive, or its directory is damaged */
    private ZipFile opened() throws IOException {
        if (zip == null) {
            try {
                zip = ZipFile.builder().setPath(file).get();
            } catch (RuntimeException e) {
                throw new IOException("the archive is damaged (" + Messages.reason(e) + ")", e);
            }
            Enumeration<ZipArchiveEntry> all = zip.getEntries();
            while (all.hasMoreElements()) {
                ZipArchiveEntry entry = all.nextElement();
                if (entry.isDirectory()) {
                    continue;
                }
                if (names.offerArchived(entry.getName())) {
                    entries.add(entry);
                } else if (entry.getName().endsWith(LabelFile.NAME)) {
                    labels.put(entry.getName(), entry);
                }
            }
            entries.removeIf(entry -> !names.isSample(entry.getName()));
            entries.sort(Comparator.comparing(ZipArchiveEntry::getName));
        }
        return zip;
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
        return names.medium();
    }

    @Override
    public List<String> names() throws IOException {
        opened();
        return entries.stream().map(ZipArchiveEntry::getName).toList();
    }

    @Override
    public List<SkippedFile> passedOver() {
        return names.passedOver();
    }

    @Override
    public LoadReport.LeftOut leftOut() {
        return names.leftOut();
    }

    @Override
    public @Nullable LabelBytes labels() throws IOException {
        ZipFile archive = opened();
        String name = names.labelFile();
        ZipArchiveEntry entry = labels.get(name);
        if (name == null || entry == null) {
            return null;
        }
        try {
            return new LabelBytes(name, read(archive, entry));
        } catch (UnreadableFileException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        ZipFile archive = opened();
        for (ZipArchiveEntry entry : entries) {
            if (!visitor.visit(entry.getName(), () -> read(archive, entry))) {
                return;
            }
        }
    }

    private static byte[] read(ZipFile zip, ZipArchiveEntry entry) throws UnreadableFileException {
        if (!READABLE.contains(entry.getMethod())
                || entry.getGeneralPurposeBit().usesEncryption()) {
            throw new UnreadableFileException("it is encrypted, or compressed by a method that is not read");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return PngFiles.bytes(in);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFileException("its place in the archive is damaged (" + Messages.reason(e) + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}
