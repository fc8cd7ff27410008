package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.SkippedFile;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class ArchiveTest {

    @TempDir
    Path folder;

    /** In the order of their names, so that a tar archive has the order of a folder. */
    private static final Map<String, byte[]> FILES = new LinkedHashMap<>();

    static {
        FILES.put("cats/a.png", Samples.png(16, 16, Color.RED));
        FILES.put("cats/b.png", Samples.png(20, 16, Color.GREEN));
        FILES.put("dogs/c.png", Samples.png(16, 16, Color.BLUE));
        FILES.put("dogs/d.png", new byte[] {1, 2, 3});
    }

    @Test
    void reads_zip_and_tar_as_a_folder_of_the_same() throws Exception {
        FILES.forEach((name, bytes) -> Samples.put(folder.resolve("plain").resolve(name), bytes));
        Samples.put(folder.resolve("a.zip"), zip(FILES));
        Samples.put(folder.resolve("a.tar"), tar(FILES));
        Samples.put(folder.resolve("a.tgz"), Samples.gzip(tar(FILES)));
        // The content tells, whatever the name.
        Samples.put(folder.resolve("archive"), Samples.gzip(tar(FILES)));
        try (Dataset plain = open("plain")) {
            assertThat(plain.size()).isEqualTo(3);
            for (String archive : new String[] {"a.zip", "a.tar", "a.tgz", "archive"}) {
                try (Dataset set = open(archive)) {
                    assertThat(set.fingerprint()).isEqualTo(plain.fingerprint());
                    assertThat(set.classes()).containsExactly("cats", "dogs");
                    assertThat(set.skipped()).extracting(SkippedFile::file).containsExactly("dogs/d.png");
                }
            }
        }
    }

    @Test
    void skips_names_that_lead_out_of_the_archive() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(FILES);
        files.put("../evil.png", FILES.get("cats/a.png"));
        files.put("/etc/evil.png", FILES.get("cats/a.png"));
        files.put("x/..\\..\\evil.png", FILES.get("cats/a.png"));
        Samples.put(folder.resolve("a.zip"), zip(files));
        Samples.put(folder.resolve("a.tar"), tar(files));
        try (Dataset set = open("a.zip")) {
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.skipped())
                    .extracting(SkippedFile::file)
                    .contains("../evil.png", "/etc/evil.png", "x/..\\..\\evil.png");
        }
        try (Dataset set = open("a.tar")) {
            // The tar writer drops the slash at the start.
            assertThat(set.skipped()).extracting(SkippedFile::file).contains("../evil.png");
        }
        try (var left = Files.walk(folder)) {
            assertThat(left.filter(file -> file.toString().contains("evil"))).isEmpty();
        }
    }

    @Test
    void refuses_archives_that_are_cut_short() throws Exception {
        byte[] zip = zip(FILES);
        byte[] tgz = Samples.gzip(tar(FILES));
        Samples.put(folder.resolve("a.zip"), Arrays.copyOf(zip, zip.length - 30));
        Samples.put(folder.resolve("a.tgz"), Arrays.copyOf(tgz, tgz.length / 2));
        for (String archive : new String[] {"a.zip", "a.tgz"}) {
            assertThatThrownBy(() -> open(archive))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("Cannot read ")
                    .hasMessageContaining(archive);
        }
    }

    @Test
    void refuses_a_tar_header_that_would_fill_the_memory() throws Exception {
        // A "long name" of 64 MiB of zeros, which gzip makes small.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
            name.setSize(64 << 20);
            tar.putArchiveEntry(name);
            tar.write(new byte[64 << 20]);
            tar.closeArchiveEntry();
        }
        Samples.put(folder.resolve("a.tgz"), Samples.gzip(bytes.toByteArray()));
        assertThatThrownBy(() -> open("a.tgz"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("its headers are too long");
    }

    private Dataset open(String name) {
        return Datasets.open(folder.resolve(name).toString(), LoadOptions.DEFAULT);
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
