package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** IDX and CIFAR. */
@ExtendWith(CacheExtension.class)
class RecordsTest {

    @TempDir
    Path folder;

    @Test
    void reads_an_idx_file_plain_and_zipped() {
        byte[] pixels = Samples.noise(5 * 20 * 16);
        Samples.put(folder.resolve("a"), Samples.idx(new int[] {5, 20, 16}, pixels));
        Samples.put(folder.resolve("b.gz"), Samples.gzip(Samples.idx(new int[] {5, 20, 16}, pixels)));
        try (Dataset a = open("a", LoadOptions.DEFAULT);
                Dataset b = open("b.gz", LoadOptions.DEFAULT)) {
            assertThat(a.format()).isEqualTo(new ImageFormat(1, 20, 16));
            assertThat(Samples.all(a)).isEqualTo(pixels);
            assertThat(a.classes()).isEmpty();
            assertThat(b.fingerprint()).isEqualTo(a.fingerprint());
        }
    }

    @Test
    void reads_a_color_idx_file() {
        byte[] pixels = Samples.noise(2 * 16 * 16 * 3);
        Samples.put(folder.resolve("a"), Samples.idx(new int[] {2, 16, 16, 3}, pixels));
        try (Dataset set = open("a", LoadOptions.DEFAULT)) {
            assertThat(set.format()).isEqualTo(new ImageFormat(3, 16, 16));
            assertThat(Samples.all(set)).isEqualTo(pixels);
        }
    }

    @Test
    void reads_the_splits_of_an_idx_folder() {
        idxFolder();
        try (Dataset train = open("", LoadOptions.DEFAULT);
                Dataset test = open("", LoadOptions.DEFAULT.withSplit(Split.TEST))) {
            assertThat(train.size()).isEqualTo(4);
            assertThat(IntStream.range(0, 4).map(train::label)).containsExactly(2, 0, 1, 2);
            assertThat(train.classes()).containsExactly("0", "1", "2");
            assertThat(test.size()).isEqualTo(2);
        }
    }

    @Test
    void finds_the_labels_beside_a_file_of_images() {
        idxFolder();
        try (Dataset set = open("train-images-idx3-ubyte", LoadOptions.DEFAULT)) {
            assertThat(set.label(0)).isEqualTo(2);
        }
    }

    @Test
    void resizes_and_colors() {
        Samples.put(folder.resolve("a"), Samples.idx(new int[] {700, 28, 28}, new byte[700 * 28 * 28]));
        try (Dataset set = open("a", LoadOptions.DEFAULT.withSize(32, 40).withChannels(3))) {
            assertThat(set.format()).isEqualTo(new ImageFormat(3, 32, 40));
            assertThat(set.size()).isEqualTo(700);
            assertThat(set.stored(699)).hasSize(32 * 40 * 3);
        }
    }

    @Test
    void reports_an_idx_file_that_promises_more_than_it_holds() {
        Samples.put(folder.resolve("short"), Samples.idx(new int[] {-1, 28, 28}, new byte[28 * 28 * 3 + 5]));
        assertThatThrownBy(() -> open("short", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("short is cut short: it declares 4294967295 images, but ends soon after 3.");
        Samples.put(folder.resolve("huge"), Samples.idx(new int[] {10, 70_000, 70_000}, new byte[9]));
        assertThatThrownBy(() -> open("huge", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("declares images that cannot be: 70000 x 70000");
        byte[] zipped = Samples.gzip(Samples.idx(new int[] {900, 28, 28}, Samples.noise(900 * 28 * 28)));
        Samples.put(folder.resolve("cut.gz"), Arrays.copyOf(zipped, zipped.length / 2));
        assertThatThrownBy(() -> open("cut.gz", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is cut short");
    }

    @Test
    void refuses_idx_files_that_do_not_fit() {
        idxFolder();
        Samples.put(folder.resolve("train-labels-idx1-ubyte.gz"), Samples.idx(new int[] {3}, new byte[3]));
        assertThatThrownBy(() -> open("", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("declares 4 images, but ")
                .hasMessageContaining("declares 3 labels");
        Samples.put(folder.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 13, 3, 0, 0});
        assertThatThrownBy(() -> open("", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train-images-idx3-ubyte is not an IDX file of images: it should start with"
                        + " 00 00 08 03 (or 04)");
    }

    @Test
    void reads_cifar_from_folder_file_and_archive() throws Exception {
        byte[] first = cifar(3);
        byte[] second = cifar(2);
        byte[] test = cifar(1);
        Samples.put(folder.resolve("c/data_batch_2.bin"), second);
        Samples.put(folder.resolve("c/data_batch_1.bin"), first);
        Samples.put(folder.resolve("c/test_batch.bin"), test);
        Map<String, byte[]> archive = new LinkedHashMap<>();
        archive.put("cifar-10-batches-bin/data_batch_2.bin", second);
        archive.put("cifar-10-batches-bin/readme.html", new byte[4]);
        archive.put("cifar-10-batches-bin/test_batch.bin", test);
        archive.put("cifar-10-batches-bin/data_batch_1.bin", first);
        Samples.put(folder.resolve("c.tar.gz"), Samples.gzip(ArchiveTest.tar(archive)));
        try (Dataset set = open("c", LoadOptions.DEFAULT);
                Dataset packed = open("c.tar.gz", LoadOptions.DEFAULT);
                Dataset one = open("c/data_batch_1.bin", LoadOptions.DEFAULT);
                Dataset tested = open("c.tar.gz", LoadOptions.DEFAULT.withSplit(Split.TEST))) {
            assertThat(set.size()).isEqualTo(5);
            assertThat(set.format()).isEqualTo(new ImageFormat(3, 32, 32));
            assertThat(set.classes()).hasSize(10).startsWith("airplane");
            assertThat(set.label(1)).isEqualTo(first[3073]);
            assertThat(packed.fingerprint()).isEqualTo(set.fingerprint());
            assertThat(one.size()).isEqualTo(3);
            assertThat(tested.size()).isEqualTo(1);
            // Red, green and blue of the pixel in row 2, column 5 of the second image.
            int at = 3073 + 1 + 2 * 32 + 5;
            byte[] pixels = Samples.all(set);
            assertThat(Arrays.copyOfRange(pixels, 3072 + (2 * 32 + 5) * 3, 3072 + (2 * 32 + 5) * 3 + 3))
                    .containsExactly(first[at], first[at + 1024], first[at + 2048]);
        }
    }

    @Test
    void refuses_what_only_looks_like_cifar() {
        byte[] wrongLabel = cifar(2);
        wrongLabel[3073] = 11;
        Samples.put(folder.resolve("a.bin"), wrongLabel);
        Samples.put(folder.resolve("b.bin"), Arrays.copyOf(wrongLabel, 4000));
        assertThatThrownBy(() -> open("a.bin", LoadOptions.DEFAULT)).hasMessageContaining("image 1 has label 11");
        assertThatThrownBy(() -> open("b.bin", LoadOptions.DEFAULT)).hasMessageContaining("not a multiple of 3073");
    }

    private void idxFolder() {
        Samples.put(folder.resolve("train-images-idx3-ubyte"), Samples.idx(new int[] {4, 28, 28}, Samples.noise(3136)));
        Samples.put(
                folder.resolve("train-labels-idx1-ubyte.gz"),
                Samples.gzip(Samples.idx(new int[] {4}, new byte[] {2, 0, 1, 2})));
        Samples.put(folder.resolve("t10k-images-idx3-ubyte"), Samples.idx(new int[] {2, 28, 28}, Samples.noise(1568)));
        Samples.put(folder.resolve("t10k-labels-idx1-ubyte"), Samples.idx(new int[] {2}, new byte[2]));
    }

    static byte[] cifar(int images) {
        byte[] bytes = Samples.noise(images * 3073);
        for (int i = 0; i < images; i++) {
            bytes[i * 3073] = (byte) ((i + images) % 10);
        }
        return bytes;
    }

    private Dataset open(String name, LoadOptions options) {
        return Datasets.open(folder.resolve(name).toString(), options);
    }
}
