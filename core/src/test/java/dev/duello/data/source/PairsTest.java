package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.HeldOut;
import dev.duello.data.Samples;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
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

    @Test
    void of_unpaired_images_sources_are_kept_out_as_well_as_targets() {
        for (int i = 0; i < 20; i++) {
            write(a.resolve(i + ".png"), i);
            write(b.resolve(i + ".png"), 100 + i);
        }
        try (Dataset targets = Datasets.open(b.toString(), LoadOptions.DEFAULT);
                Dataset some = Pairs.unpaired(a.toString(), LoadOptions.DEFAULT, targets, 1)) {
            assertThat(some.sources().arePairs()).isFalse();
            Dataset part = HeldOut.trainingPart(some, 5, 7);
            Set<Integer> learned = sourcesOf(part);
            Set<Integer> keptOut = sourcesOf(part.heldOut());
            assertThat(keptOut).hasSize(5).doesNotContainAnyElementsOf(learned);
            assertThat(learned).hasSize(15);
            assertThat(sourcesOf(HeldOut.trainingPart(some, 5, 7).heldOut())).isEqualTo(keptOut);
            assertThat(sourcesOf(some)).hasSize(20);
        }
    }

    private static Set<Integer> sourcesOf(Dataset pairs) {
        Set<Integer> seen = new HashSet<>();
        byte[] source = new byte[pairs.sources().format().bytes()];
        for (int pass = 0; pass < 100; pass++) {
            for (int i = 0; i < pairs.size(); i++) {
                pairs.sources().gather(new int[] {i}, pass, MemorySegment.ofArray(source));
                seen.add((int) source[0]);
            }
        }
        return seen;
    }

    /** Left columns of 1 to 3 and a column between, right ones of 11 to 13: gray at the left, red at the right. */
    private static void writeBoth(Path file, int value, int width) {
        byte[] pixels = new byte[16 * width * 3];
        for (int i = 0; i < 16 * width; i++) {
            int x = i % width;
            boolean isLeft = x < width / 2;
            pixels[3 * i] = (byte) (isLeft ? value : value + 100);
            for (int c = 1; c < 3; c++) {
                pixels[3 * i + c] = (byte) (isLeft ? value : 0);
            }
        }
        PngFiles.write(file, new ImageFormat(3, 16, width), pixels);
    }

    @Test
    void files_that_hold_both_side_by_side_become_sources_and_targets_of_their_own_formats() throws IOException {
        writeBoth(a.resolve("one #1.png"), 1, 32);
        writeBoth(a.resolve("deep/two.png"), 2, 32);
        writeBoth(a.resolve("odd.png"), 3, 33);
        PngFiles.write(a.resolve("thin.png"), new ImageFormat(1, 16, 1), new byte[16]);
        Files.writeString(a.resolve("broken.png"), "not an image");
        String left = PairSide.LEFT_HALF.of(a.toString());
        String right = PairSide.RIGHT_HALF.of(a.toString());
        try (Dataset targets = Datasets.open(right, LoadOptions.DEFAULT);
                Dataset pairs = Pairs.open(left, LoadOptions.DEFAULT, targets, right)) {
            assertThat(pairs.size()).isEqualTo(3);
            assertThat(pairs.format()).isEqualTo(new ImageFormat(3, 16, 16));
            assertThat(pairs.sources().format()).isEqualTo(GRAY);
            assertThat(targets.skipped().stream().map(SkippedFile::reason))
                    .hasSize(2)
                    .anyMatch(reason -> reason.contains("no two halves"));
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                byte[] target = pairs.stored(i);
                assertThat(target[0] & 255).isEqualTo(sourceOf(pairs, i) + 100);
                assertThat(target[3 * 15] & 255).isEqualTo(sourceOf(pairs, i) + 100);
                assertThat(target[1]).isZero();
                seen.add(sourceOf(pairs, i));
            }
            assertThat(seen).containsExactlyInAnyOrder(1, 2, 3);
        }
        try (Dataset whole = Datasets.open(a.toString(), LoadOptions.DEFAULT)) {
            assertThat(whole.size()).isEqualTo(4);
        }
    }

    @Test
    void a_table_names_pairs_line_by_line_and_what_is_not_there_is_left_out() throws IOException {
        write(a.resolve("s, \"1\".png"), 1);
        write(a.resolve("2 #.png"), 2);
        write(b.resolve("x.png"), 11);
        write(b.resolve("deep/y.png"), 12);
        Path table = folder.resolve("pairs.csv");
        Files.writeString(
                table,
                "\uFEFFtarget,note,Source\r\nb/x.png,first,\"a/s, \"\"1\"\".png\"\r\n\r\n" + b.resolve("deep/y.png")
                        + ",,a/2 #.png\r\nb/x.png,again,a/nothing.png\r\nb/missing.png,,a/2 #.png");
        String sources = PairSide.SOURCE_COLUMN.of(table.toString());
        String targets = PairSide.TARGET_COLUMN.of(table.toString());
        try (Dataset opened = Datasets.open(targets, LoadOptions.DEFAULT);
                Dataset pairs = Pairs.open(sources, LoadOptions.DEFAULT, opened, targets)) {
            assertThat(pairs.size()).isEqualTo(2);
            for (int i = 0; i < 2; i++) {
                assertThat(sourceOf(pairs, i)).isEqualTo(pairs.stored(i)[0] - 10);
            }
            assertThat(opened.skipped())
                    .singleElement()
                    .satisfies(skipped -> assertThat(skipped.file() + ": " + skipped.reason())
                            .isEqualTo("line 6: b/missing.png: there is no such file"));
        }
        Files.writeString(table, "a/2 #.png,b/x.png\nonly one\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Datasets.open(targets, LoadOptions.DEFAULT))
                .withMessageContaining("Line 2 of")
                .withMessageContaining("does not name two files");
        Files.writeString(table, "source,target\n\n");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Datasets.open(targets, LoadOptions.DEFAULT))
                .withMessageContaining("names no pairs");
    }

    @Test
    void pairs_whose_sides_have_other_proportions_are_named_with_both_sizes() {
        PngFiles.write(a.resolve("same.png"), new ImageFormat(1, 8, 8), new byte[64]);
        write(b.resolve("same.png"), 1);
        PngFiles.write(a.resolve("wide.png"), new ImageFormat(1, 16, 24), new byte[16 * 24]);
        write(b.resolve("wide.png"), 2);
        try (Dataset targets = Datasets.open(b.toString(), LoadOptions.DEFAULT);
                Dataset sources = Datasets.open(a.toString(), LoadOptions.DEFAULT)) {
            List<String> names = List.of("same.png", "wide.png");
            assertThat(PairSizes.differing(
                            new PairSizes.Side(a.toString(), Split.TRAIN, sources, names),
                            new PairSizes.Side(b.toString(), Split.TRAIN, targets, names)))
                    .containsExactly("wide.png (24 x 16 and 16 x 16)");
        }
    }

    @Test
    void odd_files_are_pairs_or_are_left_out_before_they_take_memory() throws IOException {
        byte[] cmyk = Samples.resource("cmyk.jpg");
        byte[] moving = Samples.resource("animated.gif");
        Files.write(a.resolve("ink.jpg"), cmyk);
        Files.write(a.resolve("moving.gif"), moving);
        PngFiles.write(a.resolve("dot.png"), new ImageFormat(1, 1, 1), new byte[] {7});
        Files.write(a.resolve("huge.png"), headerOnly(20_000, 20_000));
        for (String name : List.of("ink", "moving", "dot", "huge")) {
            write(b.resolve(name + ".png"), 9);
        }
        LoadOptions small = LoadOptions.DEFAULT.withSize(16, 16);
        try (Dataset targets = Datasets.open(b.toString(), small);
                Dataset pairs = Pairs.open(a.toString(), small, targets, b.toString());
                Dataset sources = Datasets.open(a.toString(), small)) {
            assertThat(pairs.size()).isEqualTo(3);
            assertThat(sources.skipped()).singleElement().satisfies(skipped -> {
                assertThat(skipped.file()).isEqualTo("huge.png");
                assertThat(skipped.reason()).contains("20000 x 20000 pixels, more than the 64 megapixels");
            });
        }
    }

    /** A PNG of a gray image whose pixels never come. */
    private static byte[] headerOnly(int height, int width) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 0, 0, 0, 0})
                        .array());
        // Long enough not to be taken for what packs too much into too few bytes.
        chunk(png, "IDAT", new byte[100_000]);
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.writeBytes(type);
        out.write(data);
        out.writeInt((int) checksum.getValue());
    }
}
