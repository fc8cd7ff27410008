package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class PairsTest {
    private static final ImageFormat GRAY = new ImageFormat(1, 16, 16);

    @TempDir
    private Path folder;

    private Path a;
    private Path b;

    @BeforeEach
    void make_folders() throws IOException {
        a = Files.createDirectories(folder.resolve("a/deep")).getParent();
        b = Files.createDirectories(folder.resolve("b/deep")).getParent();
    }

    private static void write(Path file, int value) {
        byte[] pixels = new byte[GRAY.bytes()];
        Arrays.fill(pixels, (byte) value);
        PngFiles.write(file, GRAY, pixels);
    }

    private static int sourceOf(Dataset pairs, int index) {
        byte[] source = new byte[pairs.sources().format().bytes()];
        pairs.sources().gather(new int[] {index}, 0, MemorySegment.ofArray(source));
        return source[0];
    }

    @Test
    void images_of_equal_names_are_pairs_and_what_is_lonely_or_broken_is_left_out() throws IOException {
        write(a.resolve("1 #x.png"), 1);
        write(a.resolve("2.png"), 2);
        write(a.resolve("deep/1.png"), 3);
        write(a.resolve("lonely.png"), 4);
        Files.writeString(a.resolve("5.png"), "not an image");
        write(b.resolve("1 #x.png"), 11);
        write(b.resolve("deep/1.png"), 13);
        write(b.resolve("2.png"), 12);
        Files.move(b.resolve("2.png"), b.resolve("2.jpg"));
        write(b.resolve("5.png"), 15);
        write(b.resolve("other.png"), 16);
        try (Dataset targets = Datasets.open(b.toString(), LoadOptions.DEFAULT);
                Dataset pairs = Pairs.open(a.toString(), LoadOptions.DEFAULT, targets, b.toString())) {
            assertThat(pairs.size()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(sourceOf(pairs, i)).isEqualTo(pairs.stored(i)[0] - 10);
            }
            assertThat(pairs.fingerprint()).isNotEqualTo(targets.fingerprint());
        }
    }

    @Test
    void sets_without_a_pair_are_refused_with_a_name_of_each() {
        write(a.resolve("one.png"), 1);
        write(b.resolve("two.png"), 2);
        try (Dataset targets = Datasets.open(b.toString(), LoadOptions.DEFAULT)) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> Pairs.open(a.toString(), LoadOptions.DEFAULT, targets, b.toString()))
                    .withMessageContaining("two.png")
                    .withMessageContaining("one.png")
                    .withMessageContaining("equal names");
        }
    }

    @Test
    void without_pairs_any_source_comes_and_another_in_each_pass() {
        for (int i = 0; i < 30; i++) {
            write(a.resolve(i + ".png"), i);
        }
        write(b.resolve("x.png"), 100);
        try (Dataset targets = Datasets.open(b.toString(), LoadOptions.DEFAULT);
                Dataset some = Pairs.unpaired(a.toString(), LoadOptions.DEFAULT, targets, 1)) {
            assertThat(some.size()).isEqualTo(1);
            byte[] source = new byte[some.sources().format().bytes()];
            Set<Integer> seen = new HashSet<>();
            for (int pass = 0; pass < 200; pass++) {
                some.sources().gather(new int[] {0}, pass, MemorySegment.ofArray(source));
                seen.add((int) source[0]);
            }
            // Of 30, chance leaves one out once in thirty times, and three hardly ever.
            assertThat(seen).hasSizeGreaterThan(27);
        }
    }
}
