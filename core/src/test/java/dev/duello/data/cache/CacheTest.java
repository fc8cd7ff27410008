package dev.duello.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.FileErrors;
import dev.duello.data.Samples;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class CacheTest {

    @TempDir
    Path folder;

    private String source = "";

    @BeforeEach
    void makeSource() {
        source = Samples.put(folder.resolve("a"), Samples.idx(new int[] {9, 16, 16}, Samples.noise(9 * 256)))
                .toString();
    }

    @Test
    void is_written_once_and_used_again() throws Exception {
        String fingerprint = fingerprint();
        List<Path> files = cacheFiles();
        assertThat(files).hasSize(1);
        Object written = Files.getLastModifiedTime(files.get(0));
        assertThat(fingerprint()).isEqualTo(fingerprint);
        assertThat(Files.getLastModifiedTime(files.get(0))).isEqualTo(written);
    }

    @Test
    void is_made_again_when_damaged() throws Exception {
        String fingerprint = fingerprint();
        Path file = cacheFiles().get(0);
        long length = Files.size(file);
        List<Damage> damages = List.of(
                channel -> channel.truncate(length / 2),
                channel -> channel.truncate(0),
                channel -> channel.write(ByteBuffer.allocate(100), 0),
                channel -> channel.write(ByteBuffer.wrap(new byte[] {9}), 30),
                channel -> channel.write(ByteBuffer.wrap(new byte[] {9}), length - 1),
                channel -> channel.write(ByteBuffer.wrap(new byte[] {9}), length));
        for (Damage damage : damages) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                damage.to(channel);
            }
            assertThat(fingerprint()).isEqualTo(fingerprint);
            assertThat(Files.size(file)).isEqualTo(length);
        }
    }

    private interface Damage {
        void to(FileChannel channel) throws IOException;
    }

    @Test
    void can_be_made_by_many_at_once() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<String> open = this::fingerprint;
            assertThat(threads.invokeAll(Collections.nCopies(12, open)).stream().map(Future::resultNow))
                    .containsOnly(fingerprint());
        }
        assertThat(cacheFiles()).hasSize(1);
    }

    @Test
    void leaves_nothing_behind_when_the_data_is_bad() throws Exception {
        Samples.put(Path.of(source), Samples.idx(new int[] {9, 16, 16}, Samples.noise(8 * 256)));
        assertThatThrownBy(this::fingerprint).isInstanceOf(DataException.class);
        assertThat(cacheFiles()).isEmpty();
    }

    @Test
    void sweeps_up_after_processes_that_were_killed() throws Exception {
        Path sets = CacheFolder.path().resolve("sets");
        Path old = Samples.put(sets.resolve("x.images.part-1-a"), new byte[1]);
        Path young = Samples.put(sets.resolve("x.images.part-2-b"), new byte[1]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
        fingerprint();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void says_when_it_cannot_be_written() {
        Samples.put(CacheFolder.path().resolve("sets"), new byte[1]);
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Cannot write ")
                .hasMessageEndingWith(
                        "sets is a file, not a folder. DUELLO_CACHE names another folder for decoded data.");
    }

    @Test
    void says_that_the_disk_is_full() {
        DataException problem =
                FileErrors.cannotWrite(CacheFolder.path().resolve("x"), new IOException("No space left on device"));
        assertThat(problem)
                .hasMessageEndingWith("x: the disk is full, or all of it that this user may take."
                        + " DUELLO_CACHE names another folder for decoded data.");
        // ImageIO wraps what the disk says.
        DataException wrapped = FileErrors.cannotWrite(
                Path.of("x.png"),
                new IIOException("I/O error writing PNG file!", new IOException("Disk quota exceeded")));
        assertThat(wrapped).hasMessage("Cannot write x.png: the disk is full, or all of it that this user may take.");
    }

    @Test
    void lies_where_the_platform_wants_it() {
        assertThat(choose("Linux", Map.of())).isEqualTo(absolute("/home/me/.cache/duello"));
        assertThat(choose("Linux", Map.of("HOME", "/my home"))).isEqualTo(absolute("/my home/.cache/duello"));
        assertThat(choose("Linux", Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(absolute("/x/duello"));
        assertThat(choose("Linux", Map.of("XDG_CACHE_HOME", "x"))).isEqualTo(absolute("/home/me/.cache/duello"));
        assertThat(choose("Mac OS X", Map.of())).isEqualTo(absolute("/home/me/Library/Caches/duello"));
        assertThat(choose("Windows 11", Map.of("LOCALAPPDATA", "/local"))).isEqualTo(absolute("/local/duello"));
        assertThat(choose("Linux", Map.of("DUELLO_CACHE", "/mine"))).isEqualTo(absolute("/mine"));
    }

    @Test
    void has_to_be_named_for_a_user_without_a_home() {
        Properties system = new Properties();
        system.setProperty("os.name", "Linux");
        system.setProperty("user.home", "?");
        assertThatThrownBy(() -> CacheFolder.choose(Map.of(), system))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("This user has no home folder: set DUELLO_CACHE");
        assertThat(CacheFolder.choose(Map.of("DUELLO_CACHE", "/mine"), system)).isEqualTo(absolute("/mine"));
    }

    private static Path choose(String os, Map<String, String> environment) {
        Properties system = new Properties();
        system.setProperty("os.name", os);
        system.setProperty("user.home", "/home/me");
        return CacheFolder.choose(environment, system);
    }

    private static Path absolute(String path) {
        return Path.of(path).toAbsolutePath();
    }

    private String fingerprint() {
        try (Dataset set = Datasets.open(source, LoadOptions.DEFAULT)) {
            return set.fingerprint();
        }
    }

    private static List<Path> cacheFiles() throws IOException {
        Path sets = CacheFolder.path().resolve("sets");
        try (Stream<Path> files = Files.list(sets)) {
            return files.toList();
        }
    }
}
