package dev.duello.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are whole or absent, whatever kills a process or cuts the power: written beside under a name that no other writer
 * has, flushed to the disk, then renamed.
 */
public final class AtomicFiles {

    /** Between the name of the file and a number that no other writer has. */
    public static final String BESIDE = ".part-";

    private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);
    private static final long CHUNK = 16 << 20;

    /** What is being written now, in whichever thread. */
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    private AtomicFiles() {}

    /** What is to be in a file. */
    public interface Body {
        /** @param beside an empty file, which this may also replace by another */
        void write(Path beside) throws IOException;
    }

    /**
     * Makes the folders, runs the body on an empty file beside, flushes it, and renames it.
     *
     * @throws DataException with a sentence when that fails; what was there before is there still
     */
    public static void write(Path file, Body body) {
        try {
            replace(file, body);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    /** The same for a text, as UTF-8. */
    public static void writeText(Path file, String text) {
        write(file, beside -> Files.writeString(beside, text));
    }

    /** The same as {@link #write} for whoever has a sentence of their own. */
    public static void replace(Path file, Body body) throws IOException {
        replace(file, body, true);
    }

    /**
     * The same without the flush, for one of very many files: whole to every reader, but a power cut may leave it empty. Waiting
     * for the disk would take several times as long as making a small image.
     *
     * @throws DataException as {@link #write}
     */
    public static void writeUnflushed(Path file, Body body) {
        try {
            replace(file, body, false);
        } catch (IOException e) {
            throw FileErrors.cannotWrite(file, e);
        }
    }

    private static void replace(Path file, Body body, boolean flushed) throws IOException {
        Path beside = null;
        try {
            beside = beside(file);
            body.write(beside);
            if (flushed) {
                flush(beside);
            }
            replace(beside, file);
        } finally {
            discard(beside);
        }
    }

    /** Puts a symbolic link in place of {@code link}, or a file with {@code text} where links are not to be had. */
    public static void replaceByLink(Path link, Path target, String text) throws IOException {
        Path beside = nameBeside(link);
        try {
            Files.createSymbolicLink(beside, target);
        } catch (IOException | UnsupportedOperationException e) {
            replace(link, file -> Files.writeString(file, text));
            return;
        }
        try {
            replace(beside, link);
        } finally {
            discard(beside);
        }
    }

    /** Waits until a file is on the disk. A new name for it is not, but the old name then still stands for the old file. */
    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A new empty file next to {@code file}, whose folders are made. It gets the usual permissions, not private ones. */
    public static Path beside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            createFolders(folder);
        }
        Path beside = Files.createFile(nameBeside(file));
        UNFINISHED.add(beside);
        return beside;
    }

    private static Path nameBeside(Path file) {
        String number = Long.toString(ProcessHandle.current().pid(), 36) + "-"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        return file.resolveSibling(file.getFileName() + BESIDE + number);
    }

    /** Unlike the JDK's, follows a link to a folder, and says which part is in the way. */
    public static void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (Files.exists(folder)) {
                throw new FileSystemException(folder.toString(), null, folder + " is a file, not a folder");
            }
            Path parent = folder.getParent();
            if (parent != null) {
                createFolders(parent);
            }
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // Another process was faster.
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
    }

    public static void replace(Path beside, Path file) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what a failed write left. Failing to is no reason to hide the first problem. */
    public static void discard(@Nullable Path beside) {
        if (beside != null) {
            UNFINISHED.remove(beside);
            try {
                Files.deleteIfExists(beside);
            } catch (IOException e) {
                LOG.debug("Left behind {}", beside, e);
            }
        }
    }

    /** Deletes what is half-way written, for a process that ends at once. Nothing may be written after it. */
    public static void discardUnfinished() {
        UNFINISHED.forEach(AtomicFiles::discard);
    }

    /** Deletes what processes left that were killed more than a day ago. */
    public static void sweep(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        FileTime yesterday = FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + BESIDE + "*")) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).compareTo(yesterday) < 0) {
                    discard(file);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("Another process was faster to delete {}", e.getFile());
        }
    }

    public static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    public static void writeFully(FileChannel out, MemorySegment data) throws IOException {
        for (long at = 0; at < data.byteSize(); at += CHUNK) {
            writeFully(
                    out, data.asSlice(at, Math.min(CHUNK, data.byteSize() - at)).asByteBuffer());
        }
    }
}
