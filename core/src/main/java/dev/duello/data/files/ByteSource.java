package dev.duello.data.files;

import dev.duello.data.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** A stream of bytes that can be opened again and again, unzipped on the way when it is gzip. */
public interface ByteSource {

    int BUFFER = 1 << 16;

    /** For sentences. */
    String name();

    /** The bytes as they are. */
    InputStream raw() throws IOException;

    void identify(Sha256 key) throws IOException;

    /** The bytes, unzipped if they start like gzip. */
    default InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(raw(), BUFFER);
        try {
            in.mark(2);
            boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** A file on disk, told from others by path, length and time of change. */
    record OfFile(Path file) implements ByteSource {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public InputStream raw() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void identify(Sha256 key) throws IOException {
            key.add(file.toRealPath().toString())
                    .add(Files.size(file))
                    .add(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
        }
    }

    /**
     * A class path resource.
     *
     * @param hashes the hashes of the resources it came with, which tell it from others
     */
    record OfResource(URL url, String hashes) implements ByteSource {
        @Override
        public String name() {
            return url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        }

        @Override
        public InputStream raw() throws IOException {
            return url.openStream();
        }

        @Override
        public void identify(Sha256 key) {
            key.add(name()).add(hashes);
        }
    }
}
