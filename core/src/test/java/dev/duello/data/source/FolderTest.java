package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Samples;
import dev.duello.data.SkippedFile;
import dev.duello.data.Split;
import dev.duello.data.image.FormatsTest;
import dev.duello.data.image.ImageFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class FolderTest {

    @TempDir
    Path folder;

    @Test
    void takes_folders_at_the_top_for_classes() {
        Samples.put(folder.resolve("dogs/b.png"), Samples.png(16, 16, Color.BLUE));
        Samples.put(folder.resolve("cats/deep/a.png"), Samples.png(16, 16, Color.RED));
        Samples.put(folder.resolve("cats/a.png"), Samples.png(16, 16, Color.GREEN));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.classes()).containsExactly("cats", "dogs");
            assertThat(IntStream.range(0, 3).map(set::label)).containsExactly(0, 0, 1);
            // cats/a.png, cats/deep/a.png, dogs/b.png
            assertThat(pixel(set, 0)).containsExactly(0, (byte) 255, 0);
            assertThat(pixel(set, 1)).containsExactly((byte) 255, 0, 0);
            assertThat(pixel(set, 2)).containsExactly(0, 0, (byte) 255);
        }
    }

    @Test
    void looks_through_a_folder_that_wraps_all() {
        Samples.put(folder.resolve("photos/cats/a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("photos/dogs/b.png"), Samples.png(16, 16, Color.BLUE));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.classes()).containsExactly("cats", "dogs");
        }
    }

    @Test
    void has_no_classes_when_images_lie_beside_the_folders() {
        Samples.put(folder.resolve("cats/a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("dogs/b.png"), Samples.png(16, 16, Color.BLUE));
        Samples.put(folder.resolve("c.png"), Samples.png(16, 16, Color.BLUE));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.classes()).isEmpty();
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.label(2)).isEqualTo(-1);
        }
    }

    @Test
    void ignores_hidden_files_and_other_files() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve(".hidden.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve(".thumbs/b.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("__MACOSX/a.png"), new byte[3]);
        Samples.put(folder.resolve("README.md"), new byte[3]);
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.size()).isEqualTo(1);
            assertThat(set.skipped()).isEmpty();
            assertThat(set.report().leftOut()).isEqualTo(new LoadReport.LeftOut(1, 1, 1, 1));
        }
        try (Dataset again = open(LoadOptions.DEFAULT)) {
            assertThat(again.report().leftOut()).isEqualTo(new LoadReport.LeftOut(1, 1, 1, 1));
        }
    }

    @Test
    void counts_formats_depths_pages_and_copies() {
        Samples.put(folder.resolve("a.png"), Samples.png(20, 28, Color.GREEN));
        Samples.put(folder.resolve("b.png"), Samples.png(20, 28, Color.RED));
        Samples.put(
                folder.resolve("c.bmp"),
                Samples.encode(Samples.image(BufferedImage.TYPE_INT_RGB, 20, 28, (y, x) -> 0xff0000), "bmp"));
        Samples.put(folder.resolve("d.png"), Samples.png(20, 28, Color.RED));
        Samples.put(folder.resolve("e.tif"), FormatsTest.file("rgb16-big.tif"));
        Samples.put(folder.resolve("f.tif"), FormatsTest.file("pages.tif"));
        Samples.put(folder.resolve("g.webp"), FormatsTest.file("m4-q75.webp"));
        Samples.put(folder.resolve("h.webp"), FormatsTest.file("lossless.webp"));
        BufferedImage dark = new BufferedImage(28, 20, BufferedImage.TYPE_USHORT_GRAY);
        dark.getRaster().setSample(3, 3, 0, 4095);
        Samples.put(folder.resolve("dark/i.png"), Samples.encode(dark, "png"));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            LoadReport report = set.report();
            assertThat(report.formats()).isEqualTo(Map.of("PNG", 4, "BMP", 1, "TIFF", 2, "WebP", 1, "WebP (lossy)", 1));
            assertThat(report.sizes().commonest()).first().isEqualTo(new LoadReport.SizeCount(20, 28, 8));
            assertThat(report.sizes().distinct()).isEqualTo(2);
            assertThat(report.lossyShare()).isEqualTo(1 / 9.0);
            assertThat(report.deep()).isEqualTo(2);
            assertThat(report.largestSample()).isGreaterThan(60_000);
            assertThat(report.furtherFrames()).isEqualTo(1);
            // Two copies of b; and f and h show what e does, with eight bits.
            assertThat(report.copies()).isEqualTo(new LoadReport.Copies(4, "c.bmp", "b.png"));
        }
        try (Dataset set = Datasets.open(folder.resolve("dark").toString(), LoadOptions.DEFAULT)) {
            assertThat(set.report().largestSample()).isEqualTo(4095);
        }
    }

    @Test
    void follows_links_but_not_round_in_circles() throws Exception {
        Samples.put(folder.resolve("in/a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("elsewhere/b.png"), Samples.png(16, 16, Color.RED));
        try {
            Files.createSymbolicLink(folder.resolve("in/linked"), folder.resolve("elsewhere"));
            Files.createSymbolicLink(folder.resolve("in/linked/up"), folder.resolve("in"));
            Files.createSymbolicLink(folder.resolve("in/self.png"), folder.resolve("in/self.png"));
            Files.createSymbolicLink(folder.resolve("in/gone.png"), folder.resolve("in/nothing.png"));
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("links cannot be made here");
        }
        try (Dataset set = Datasets.open(folder.resolve("in").toString(), LoadOptions.DEFAULT)) {
            assertThat(set.size()).isEqualTo(2);
            assertThat(set.skipped())
                    .extracting(SkippedFile::file)
                    .containsExactlyInAnyOrder("gone.png", "linked/up", "self.png");
            assertThat(set.skipped()).extracting(SkippedFile::reason).allMatch(reason -> reason.matches("[^.]{10,}"));
            assertThat(set.skipped())
                    .contains(
                            new SkippedFile("linked/up", "the link leads back to a folder that it is in"),
                            new SkippedFile("gone.png", "the link leads to nothing"));
        }
    }

    @Test
    void a_huge_image_among_small_ones_is_named_and_the_rest_is_read() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        byte[] huge = Samples.png(1, 1, Color.RED);
        ByteBuffer.wrap(huge).putInt(16, 12_000).putInt(20, 9_000);
        CRC32 crc = new CRC32();
        crc.update(huge, 12, 17);
        ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());
        Samples.put(folder.resolve("b.png"), huge);
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.format()).isEqualTo(new ImageFormat(3, 16, 16));
            assertThat(set.skipped())
                    .containsExactly(new SkippedFile(
                            "b.png", "it declares 12000 x 9000 pixels, more than the 64 megapixels that are read"));
        }
    }

    @Test
    void counts_and_names_what_it_cannot_read() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("b.png"), "no image".getBytes(StandardCharsets.UTF_8));
        Samples.put(folder.resolve("c.heic"), new byte[10]);
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.size()).isEqualTo(1);
            assertThat(set.skippedCount()).isEqualTo(2);
            assertThat(set.skipped()).extracting(SkippedFile::file).containsExactly("c.heic", "b.png");
            assertThat(set.skipped().get(0).reason()).startsWith("HEIC images are not read");
        }
        try (Dataset again = open(LoadOptions.DEFAULT)) {
            assertThat(again.skippedCount()).isEqualTo(2);
        }
    }

    @Test
    void refuses_a_folder_of_which_nothing_can_be_read() {
        Samples.put(folder.resolve("a.png"), new byte[0]);
        Samples.put(folder.resolve("b.png"), new byte[9]);
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("None of the 2 images in ")
                .hasMessageEndingWith("can be read; the first: a.png: it is empty.");
        LoadOptions nothingOpen = LoadOptions.DEFAULT.withSize(8, 8).withChannels(3);
        assertThatThrownBy(() -> open(nothingOpen)).isInstanceOf(DataException.class);
    }

    @Test
    void refuses_a_folder_without_images() {
        Samples.put(folder.resolve("a.doc"), new byte[5]);
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds no images");
    }

    @Test
    void is_gray_when_all_images_are() {
        byte[] grayInColor = Samples.encode(
                Samples.image(BufferedImage.TYPE_INT_ARGB, 20, 20, (y, x) -> 0xff000000 | y * 0x010101), "png");
        Samples.put(folder.resolve("a.png"), grayInColor);
        Samples.put(
                folder.resolve("b.png"),
                Samples.encode(new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY), "png"));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.format()).isEqualTo(new ImageFormat(1, 20, 20));
        }
        Samples.put(folder.resolve("c.png"), Samples.png(20, 20, new Color(10, 10, 11)));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(set.format()).isEqualTo(new ImageFormat(3, 20, 20));
        }
    }

    @Test
    void notices_that_a_file_has_changed() throws Exception {
        Path file = Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(pixel(set, 0)).containsExactly(0, (byte) 255, 0);
        }
        Samples.put(file, Samples.png(16, 16, Color.RED));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        try (Dataset set = open(LoadOptions.DEFAULT)) {
            assertThat(pixel(set, 0)).containsExactly((byte) 255, 0, 0);
        }
    }

    @Test
    void has_the_same_fingerprint_wherever_it_lies() {
        for (String place : new String[] {"one", "two"}) {
            Samples.put(folder.resolve(place + "/x/a.png"), Samples.png(16, 16, Color.GREEN));
            Samples.put(folder.resolve(place + "/y/b.png"), Samples.png(16, 16, Color.RED));
        }
        Samples.put(folder.resolve("three/a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("three/b.png"), Samples.png(16, 16, Color.RED));
        try (Dataset one = Datasets.open(folder.resolve("one").toString(), LoadOptions.DEFAULT);
                Dataset two = Datasets.open(folder.resolve("two").toString(), LoadOptions.DEFAULT);
                Dataset three = Datasets.open(folder.resolve("three").toString(), LoadOptions.DEFAULT)) {
            assertThat(one.fingerprint()).matches("sha256:[0-9a-f]{64}").isEqualTo(two.fingerprint());
            // The same pixels, but without labels.
            assertThat(three.fingerprint()).isNotEqualTo(one.fingerprint());
            byte[] pixels = Samples.all(one);
            try (Dataset inMemory = Datasets.of("m", one.format(), pixels, new int[] {0, 1}, one.classes());
                    Dataset unlabeled = Datasets.of("m", one.format(), pixels, null, List.of())) {
                assertThat(inMemory.fingerprint()).isEqualTo(one.fingerprint());
                assertThat(unlabeled.fingerprint()).isEqualTo(three.fingerprint());
            }
        }
    }

    @Test
    void gathers_in_the_order_asked() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        Samples.put(folder.resolve("b.png"), Samples.png(16, 16, Color.RED));
        try (Dataset set = open(LoadOptions.DEFAULT);
                Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(3L * set.format().bytes());
            set.gather(new int[] {1, 0, 1}, target);
            assertThat(target.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 255);
            assertThat(target.get(ValueLayout.JAVA_BYTE, set.format().bytes())).isZero();
            assertThat(target.get(ValueLayout.JAVA_BYTE, 2L * set.format().bytes()))
                    .isEqualTo((byte) 255);
            assertThatThrownBy(() -> set.gather(new int[] {2}, target)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> set.gather(new int[4], target)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void throws_after_closing() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        Dataset set = open(LoadOptions.DEFAULT);
        set.close();
        set.close();
        assertThatThrownBy(() -> set.stored(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void has_no_test_split() {
        Samples.put(folder.resolve("a.png"), Samples.png(16, 16, Color.GREEN));
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT.withSplit(Split.TEST)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no test split");
    }

    private Dataset open(LoadOptions options) {
        return Datasets.open(folder.toString(), options);
    }

    private static byte[] pixel(Dataset set, int index) {
        return Arrays.copyOf(set.stored(index), ImageFormat.of(set).channels());
    }
}
