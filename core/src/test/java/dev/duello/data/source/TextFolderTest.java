package dev.duello.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.CacheExtension;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.LoadReport;
import dev.duello.data.Medium;
import dev.duello.data.SkippedFile;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CacheExtension.class)
class TextFolderTest {
    @TempDir
    Path folder;

    private void put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Dataset open(LoadOptions options) {
        return Datasets.open(folder.toString(), options);
    }

    private static List<String> lines(Dataset texts) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.addAll(TextFormat.of(texts).lines(MemorySegment.ofArray(texts.stored(i))));
        }
        return lines;
    }

    @Test
    void each_line_is_a_sample_and_each_file_a_class() throws Exception {
        put("female.txt", "Ada\nGrace\n\nAda\n");
        put("male.txt", "Alan");

        for (int time = 0; time < 2; time++) {
            // The second time from the cache.
            try (Dataset texts = open(LoadOptions.DEFAULT)) {
                assertThat(texts.format()).isEqualTo(new TextFormat(5, new Alphabet("AGacdelnr")));
                assertThat(texts.format().medium()).isEqualTo(Medium.TEXT);
                assertThat(lines(texts)).containsExactly("Ada", "Grace", "Ada", "Alan");
                assertThat(texts.classes()).containsExactly("female", "male");
                assertThat(IntStream.range(0, 4).map(texts::label)).containsExactly(0, 0, 0, 1);
                assertThat(texts.report().copies()).isEqualTo(new LoadReport.Copies(1, "text 2", "text 0"));
                assertThat(texts.report().texts()).isEqualTo(new LoadReport.Texts(9, 5, 0, 0, Map.of(), 0));
            }
        }
    }

    @Test
    void sub_folders_are_classes_rather_than_files() throws Exception {
        put("de/a.txt", "ja");
        put("de/b.txt", "nein");
        put("fr/a.txt", "oui");
        try (Dataset texts = open(LoadOptions.DEFAULT)) {
            assertThat(texts.classes()).containsExactly("de", "fr");
            assertThat(IntStream.range(0, 3).map(texts::label)).containsExactly(0, 0, 1);
        }
    }

    @Test
    void one_file_is_a_set_without_classes_and_so_is_an_archive_with_one() throws Exception {
        put("words.txt", "one\ntwo\nthree");
        Path file = folder.resolve("words.txt");
        try (Dataset texts = Datasets.open(file.toString(), LoadOptions.DEFAULT.withLength(4))) {
            assertThat(lines(texts)).containsExactly("one", "two", "thre");
            assertThat(texts.classes()).isEmpty();
            assertThat(texts.report().texts().cut()).isEqualTo(1);
            assertThat(texts.report().texts().longest()).isEqualTo(5);
        }
        Path zip = folder.resolve("words.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("words.txt"));
            out.write("four\nfive".getBytes(StandardCharsets.UTF_8));
        }
        try (Dataset texts = Datasets.open(zip.toString(), LoadOptions.DEFAULT)) {
            assertThat(lines(texts)).containsExactly("four", "five");
        }
    }

    @Test
    void the_length_holds_all_but_one_in_a_hundred_and_no_more_than_the_usual() throws Exception {
        put("words.txt", "abc\n".repeat(99) + "abcdefgh");
        try (Dataset texts = open(LoadOptions.DEFAULT)) {
            assertThat(TextFormat.of(texts).length()).isEqualTo(3);
        }
        put("words.txt", "a".repeat(200));
        try (Dataset texts = open(LoadOptions.DEFAULT)) {
            assertThat(TextFormat.of(texts).length()).isEqualTo(32);
        }
    }

    @Test
    void rare_characters_are_counted_named_and_replaced() throws Exception {
        put("words.txt", "ab\n".repeat(9_998) + "aбb\naбж");
        try (Dataset texts = open(LoadOptions.DEFAULT)) {
            // Ten thousand lines: once is rare, twice is not.
            assertThat(TextFormat.of(texts).alphabet()).isEqualTo(new Alphabet("abб\uFFFD"));
            assertThat(lines(texts).getLast()).isEqualTo("aб");
            LoadReport.Texts report = texts.report().texts();
            assertThat(report.rareCharacters()).isEqualTo(1);
            assertThat(report.rare()).isEqualTo(Map.of("'ж' (U+0436)", 1L));
        }
        try (Dataset texts = open(LoadOptions.DEFAULT.withLength(3))) {
            assertThat(lines(texts).getLast()).isEqualTo("aб\uFFFD");
            assertThat(texts.report().texts().replaced()).isEqualTo(1);
        }
    }

    @Test
    void a_given_alphabet_counts_and_what_it_cannot_write_is_passed_over() throws Exception {
        put("words.txt", "ab\nac\nb");
        try (Dataset texts = open(LoadOptions.DEFAULT.withAlphabet("ab"))) {
            assertThat(lines(texts)).containsExactly("ab", "b");
            assertThat(texts.skipped())
                    .containsExactly(
                            new SkippedFile("words.txt", "a line has 'c' (U+0063), which is not in the alphabet"));
        }
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT.withAlphabet("x")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("None of the 3 texts");
    }

    @Test
    void another_alphabet_is_another_set() throws Exception {
        put("words.txt", "ab");
        try (Dataset one = open(LoadOptions.DEFAULT.withAlphabet("abc"));
                Dataset other = open(LoadOptions.DEFAULT.withAlphabet("abd"))) {
            assertThat(one.stored(0)).isEqualTo(other.stored(0));
            assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
        }
    }

    @Test
    void files_that_are_no_text_are_named_and_the_others_read() throws Exception {
        put("a.txt", "one");
        put("b.txt", "two\0");
        try (Dataset texts = open(LoadOptions.DEFAULT)) {
            assertThat(lines(texts)).containsExactly("one");
            assertThat(texts.skipped())
                    .containsExactly(new SkippedFile("b.txt", "it is not text: line 1 has a NUL character"));
        }
        put("a.txt", " \n");
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("b.txt: it is not text");
    }

    @Test
    void a_folder_without_a_line_says_so() throws Exception {
        put("a.txt", "\n\n");
        assertThatThrownBy(() -> open(LoadOptions.DEFAULT))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds no text");
    }
}
