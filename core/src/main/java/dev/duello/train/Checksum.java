package dev.duello.train;

import dev.duello.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Finds damage to files. Nobody forges checkpoints, and the processor has an instruction for CRC-32C, while Java's quick
 * compiler needs a quarter of a second for the SHA-256 of a small one, which older checkpoints have.
 */
final class Checksum {
    private static final String KIND = "crc32c:";

    private Checksum() {}

    /** Such as {@code crc32c:e3069283}. */
    static String of(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        readAll(new CheckedInputStream(Files.newInputStream(file), checksum));
        return KIND + HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** Whether a file is what it was when its checksum was taken; the hexadecimal SHA-256 is understood, too. */
    static boolean fits(Path file, String checksum) throws IOException {
        return (checksum.startsWith(KIND) ? of(file) : Sha256.of(file)).equals(checksum);
    }

    private static void readAll(InputStream stream) throws IOException {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        }
    }
}
