package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.CacheFolder;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Samples;
import dev.duello.data.Sha256;
import dev.duello.data.Split;
import dev.duello.data.files.ByteSource;
import dev.duello.data.files.EmbeddedDatasets;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.TextFormat;
import java.awt.Color;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalog, and the data that comes on the class path. */
@ExtendWith(CacheExtension.class)
@Tag("slow")
class NamesTest {

    @Test
    void opens_fashion_mnist_from_the_class_path() {
        try (Dataset train = Datasets.open("fashion-mnist", LoadOptions.DEFAULT);
                Dataset test = Datasets.open("fashion-mnist", LoadOptions.DEFAULT.withSplit(Split.TEST))) {
            assertThat(train.size()).isEqualTo(60_000);
            assertThat(test.size()).isEqualTo(10_000);
            assertThat(train.format()).isEqualTo(new ImageFormat(1, 28, 28));
            assertThat(train.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
            assertThat(classCounts(train)).containsOnly(6_000).hasSize(10);
            assertThat(classCounts(test)).containsOnly(1_000).hasSize(10);
            // The published mean of the training pixels is 0.2860.
            byte[] pixels = Samples.all(train);
            long sum = 0;
            for (byte value : pixels) {
                sum += value & 0xff;
            }
            assertThat(sum / 255.0 / pixels.length).isCloseTo(0.2860, Assertions.within(5e-5));
        }
    }

    @Test
    void opens_emoji_of_each_style_from_the_class_path() {
        for (String name : List.of("emoji", "emoji-flat", "emoji-line")) {
            try (Dataset set = Datasets.open(name, LoadOptions.DEFAULT)) {
                assertThat(set.size()).isEqualTo(1_592);
                assertThat(set.format()).isEqualTo(new ImageFormat(name.equals("emoji-line") ? 1 : 3, 64, 64));
                assertThat(set.classes())
                        .containsExactly(
                                "activities",
                                "animals-nature",
                                "flags",
                                "food-drink",
                                "objects",
                                "people-body",
                                "smileys-emotion",
                                "symbols",
                                "travel-places");
                assertThat(classCounts(set)).containsExactly(85, 158, 8, 130, 262, 342, 168, 223, 216);
                assertThat(set.skipped()).isEmpty();
            }
        }
    }

    @Test
    void names_of_people_are_three_classes_of_texts() {
        try (Dataset set = Datasets.open("names", LoadOptions.DEFAULT)) {
            TextFormat format = TextFormat.of(set);
            assertThat(set.size()).isEqualTo(38_472);
            assertThat(set.classes()).containsExactly("female", "male", "surname");
            assertThat(classCounts(set)).containsExactly(11_019, 12_065, 15_388);
            assertThat(format.length()).isBetween(10, 20);
            assertThat(format.lines(MemorySegment.ofArray(set.stored(0)))).containsExactly("Alicia");
            assertThat(set.skipped()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"spoken-digits, 2209, 10, 1", "tones, 1147, 4, 1", "notes, 1440, 8, 1"})
    void sounds_come_with_the_factors_of_each(String name, int size, int classes, int column) throws Exception {
        try (Dataset set = Datasets.open(name, LoadOptions.DEFAULT)) {
            List<String> lines = Factors.csv(name, Split.TRAIN).lines().toList();
            assertThat(set.size()).isEqualTo(size);
            assertThat(set.format()).isEqualTo(new SoundFormat(4_096, 8_000));
            assertThat(set.classes()).hasSize(classes);
            assertThat(set.skipped()).isEmpty();
            assertThat(lines).hasSize(size + 1);
            for (int i = 0; i < size; i++) {
                String factor = lines.get(i + 1).split(",")[column];
                assertThat(set.classes().get(set.label(i)).replaceAll("-.*", ""))
                        .isEqualTo(factor);
            }
        }
    }

    @Test
    void the_styles_of_emoji_have_the_same_names() throws Exception {
        assertThat(namesIn("emoji")).hasSize(1_592);
        assertThat(namesIn("emoji-flat")).isEqualTo(namesIn("emoji"));
        assertThat(namesIn("emoji-line")).isEqualTo(namesIn("emoji"));
    }

    private static List<String> namesIn(String dataset) throws IOException {
        ByteSource.OfResource archive = EmbeddedDatasets.find(dataset, dataset + ".zip");
        assertThat(archive).isNotNull();
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(archive.raw())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    @Test
    void knows_the_hashes_of_what_it_carries() throws Exception {
        for (String path : List.of(
                "fashion-mnist/train-images-idx3-ubyte.gz",
                "fashion-mnist/t10k-images-idx3-ubyte.gz",
                "emoji/emoji.zip",
                "emoji-flat/emoji-flat.zip",
                "emoji-line/emoji-line.zip",
                "furniture/furniture.zip",
                "faces/parts.json",
                "names/names.zip",
                "tones/tones.zip",
                "tones/factors.csv",
                "notes/notes.zip",
                "notes/factors.csv",
                "spoken-digits/spoken-digits.zip",
                "spoken-digits/factors.csv")) {
            String file = path.substring(path.indexOf('/') + 1);
            ByteSource.OfResource resource = EmbeddedDatasets.find(path.substring(0, path.indexOf('/')), file);
            assertThat(resource).isNotNull();
            byte[] bytes = resource.raw().readAllBytes();
            String hash = new Sha256().add(bytes, 0, bytes.length).hex();
            assertThat(resource.hashes()).contains(hash + "  " + file);
        }
    }

    @Test
    void guesses_what_was_meant() {
        assertThatThrownBy(() -> Datasets.open("fashion-minst", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "There is no data set, folder or file called 'fashion-minst'; did you mean 'fashion-mnist'?"
                                + " Known data sets: fashion-mnist, mnist, cifar-10, emoji, emoji-flat, emoji-line, names,"
                                + " spoken-digits, tones, notes, shapes, faces, furniture, moving-shapes, furniture-turntables.");
        assertThatThrownBy(() -> Datasets.open("cifar", LoadOptions.DEFAULT)).hasMessageContaining("'cifar-10'?");
        assertThatThrownBy(() -> Datasets.open("photos/of/my/holidays", LoadOptions.DEFAULT))
                .hasMessageNotContaining("did you mean");
        assertThatThrownBy(() -> Datasets.open("", LoadOptions.DEFAULT)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Datasets.open("a\0b", LoadOptions.DEFAULT)).isInstanceOf(DataException.class);
    }

    @Test
    void says_which_files_to_place_where() {
        assertThatThrownBy(() -> Datasets.open("mnist", LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has not been downloaded")
                .hasMessageContaining("t10k-labels-idx1-ubyte.gz")
                .hasMessageEndingWith("into " + CacheFolder.datasets("mnist") + ".");
    }

    @Test
    void opens_what_was_placed_by_hand() {
        Path folder = CacheFolder.datasets("mnist");
        Samples.put(folder.resolve("train-images-idx3-ubyte.gz"), Samples.idx(new int[] {2, 28, 28}, new byte[1568]));
        Samples.put(folder.resolve("train-labels-idx1-ubyte.gz"), Samples.idx(new int[] {2}, new byte[] {3, 9}));
        try (Dataset set = Datasets.open("mnist", LoadOptions.DEFAULT)) {
            assertThat(set.name()).isEqualTo("mnist");
            assertThat(set.label(1)).isEqualTo(9);
            assertThat(set.classes()).hasSize(10);
        }
    }

    @Test
    void refuses_a_file_of_another_kind(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("notes.doc"), "hello");
        assertThatThrownBy(() -> Datasets.open(file.toString(), LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not data that can be opened: expected a folder of images");
        Path image = Samples.put(folder.resolve("a.png"), Samples.png(8, 8, Color.RED));
        assertThatThrownBy(() -> Datasets.open(image.toString(), LoadOptions.DEFAULT))
                .hasMessageEndingWith("For a single image, name its folder.");
    }

    private static int[] classCounts(Dataset set) {
        int[] counts = new int[set.classes().size()];
        for (int i = 0; i < set.size(); i++) {
            counts[set.label(i)]++;
        }
        return counts;
    }
}
