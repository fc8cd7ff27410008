package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTest {
    /** The check values that are published for the nine digits. */
    private static final String CRC = "crc32c:e3069283";

    private static final String SHA = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void digits() throws IOException {
        file = Files.write(folder.resolve("digits"), "123456789".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void is_the_castagnoli_checksum() throws IOException {
        assertThat(Checksum.of(file)).isEqualTo(CRC);
    }

    @Test
    void a_file_fits_its_checksum_and_that_of_older_checkpoints() throws IOException {
        assertThat(Checksum.fits(file, CRC)).isTrue();
        assertThat(Checksum.fits(file, SHA)).isTrue();
    }

    @Test
    void one_changed_byte_does_not_fit() throws IOException {
        Files.write(file, "123456788".getBytes(StandardCharsets.US_ASCII));
        assertThat(Checksum.fits(file, CRC)).isFalse();
        assertThat(Checksum.fits(file, SHA)).isFalse();
    }
}
