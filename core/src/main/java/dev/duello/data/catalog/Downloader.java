package dev.duello.data.catalog;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.FileErrors;
import dev.duello.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads the files of a {@link CatalogEntry} into its folder. A download that was cut goes on where it stopped, at once
 * and in later calls; a file gets its name only when its SHA-256 is right, and is deleted when it is wrong. Of several
 * processes that want the same file one downloads, the others refuse.
 */
public final class Downloader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
    private static final String PART = ".part";
    private static final int ATTEMPTS = 4;
    private static final int BUFFER = 1 << 18;
    private static final int PARTIAL_CONTENT = 206;
    private static final int OK = 200;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /**
     * Downloads what is missing. Files that are there already are taken as they are.
     *
     * @throws DataException when a file cannot be downloaded, is not what was expected, or cannot be written; the sentence
     *     says which files to place in which folder by hand
     */
    public void download(CatalogEntry entry, DownloadProgress progress) {
        for (CatalogFile file : entry.missing()) {
            try {
                fetch(file, entry.folder(), progress);
            } catch (DataException e) {
                throw new DataException(e.getMessage() + " " + entry.placingAdvice(), e);
            }
        }
    }

    /**
     * Downloads one file into a folder, which is made.
     *
     * @return the file
     * @throws DataException as {@link #download}
     */
    public Path fetch(CatalogFile file, Path folder, DownloadProgress progress) {
        Path target = folder.resolve(file.name());
        Path part = folder.resolve(file.name() + PART);
        try {
            AtomicFiles.createFolders(folder.toAbsolutePath());
            try (FileChannel out = FileChannel.open(
                            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = out.tryLock()) {
                if (lock == null) {
                    throw busy(part);
                }
                fill(file, out, progress);
                verify(file, out, part);
                out.force(true);
            } catch (OverlappingFileLockException e) {
                throw busy(part);
            }
            AtomicFiles.replace(part, target);
            return target;
        } catch (IOException e) {
            throw FileErrors.cannotWrite(target, e);
        }
    }

    private static DataException busy(Path part) {
        return new DataException("Another process is downloading " + part + " right now.");
    }

    private void fill(CatalogFile file, FileChannel out, DownloadProgress progress) throws IOException {
        if (out.size() > file.bytes()) {
            restart(out);
        }
        progress.update(file.name(), out.size(), file.bytes());
        IOException problem = null;
        long farthest = out.size();
        for (int attempt = 0; attempt < ATTEMPTS && out.size() < file.bytes(); attempt++) {
            try {
                request(file, out, progress);
                problem = null;
            } catch (TransferException e) {
                problem = e.reason;
                LOG.debug("{} was cut at {} of {} bytes", file.uri(), out.size(), file.bytes(), problem);
            }
            if (out.size() > farthest) {
                // A line that is cut again and again, yet moves on, deserves all patience.
                farthest = out.size();
                attempt = -1;
            }
        }
        if (out.size() < file.bytes()) {
            throw new DataException("Cannot download " + file.uri() + ": "
                    + (problem == null ? "the server sends fewer bytes than expected" : Messages.reason(problem))
                    + ".");
        }
    }

    /** A problem of the network, told apart from one of the disk. */
    private static final class TransferException extends Exception {
        private static final long serialVersionUID = 1L;
        private final IOException reason;

        private TransferException(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private void request(CatalogFile file, FileChannel out, DownloadProgress progress)
            throws IOException, TransferException {
        long have = out.size();
        HttpRequest.Builder request = HttpRequest.newBuilder(file.uri()).timeout(Duration.ofSeconds(60));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(request.build());
        try (InputStream in = response.body()) {
            switch (response.statusCode()) {
                case PARTIAL_CONTENT -> {
                    String range =
                            response.headers().firstValue("Content-Range").orElse("");
                    out.position(range.startsWith("bytes " + have + "-") ? have : restart(out));
                    if (out.position() != have) {
                        throw new TransferException(new IOException("the server sends another range than asked for"));
                    }
                }
                case OK -> out.position(restart(out));
                case RANGE_NOT_SATISFIABLE -> {
                    restart(out);
                    throw new TransferException(new IOException("the server cannot resume the download"));
                }
                default ->
                    throw new DataException(
                            "Cannot download " + file.uri() + ": the server answers " + response.statusCode() + ".");
            }
            copy(file, in, out, progress);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws TransferException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "there is no connection to the server" : e.getMessage();
            throw new TransferException(new IOException(reason, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("The download was interrupted; the next attempt resumes it.", e);
        }
    }

    private static void copy(CatalogFile file, InputStream in, FileChannel out, DownloadProgress progress)
            throws IOException, TransferException {
        byte[] buffer = new byte[BUFFER];
        while (out.position() < file.bytes()) {
            int count;
            try {
                count = in.read(buffer, 0, (int) Math.min(buffer.length, file.bytes() - out.position()));
            } catch (IOException e) {
                throw new TransferException(e);
            }
            if (count < 0) {
                return;
            }
            AtomicFiles.writeFully(out, ByteBuffer.wrap(buffer, 0, count));
            progress.update(file.name(), out.position(), file.bytes());
        }
    }

    private static long restart(FileChannel out) throws IOException {
        out.truncate(0);
        return 0;
    }

    private static void verify(CatalogFile file, FileChannel out, Path part) throws IOException {
        Sha256 digest = new Sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        out.position(0);
        while (out.read(buffer) >= 0) {
            digest.add(buffer.flip());
            buffer.clear();
        }
        String actual = digest.hex();
        if (!actual.equals(file.sha256())) {
            Files.deleteIfExists(part);
            throw new DataException(file.uri() + " is not the expected file: its SHA-256 is " + actual + ", not "
                    + file.sha256() + ". It was deleted.");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
