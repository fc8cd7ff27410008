package dev.duello.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Medium;
import dev.duello.data.UnreadableFileException;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFormatTest {
    /** The last needs two chars in Java and four bytes in UTF-8. */
    private static final TextFormat FORMAT = new TextFormat(5, new Alphabet("abé ж𝄞"));

    @TempDir
    Path folder;

    @Test
    void every_text_becomes_ones_at_its_characters_and_comes_back() {
        byte[] stored = FORMAT.stored(List.of("ab", "éж𝄞 a", "b"));
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocate(stored.length).copyFrom(MemorySegment.ofArray(stored));

            Tensor samples = FORMAT.toTensor(outside, 3, Device.CPU);

            assertThat(samples.shape()).containsExactly(3, 7, 5);
            float[] numbers = samples.toFloats();
            // Of the first text: a, then b, then padding.
            int[] indices = {1, 2, 0, 0, 0};
            for (int channel = 0; channel < 7; channel++) {
                for (int place = 0; place < 5; place++) {
                    assertThat(numbers[channel * 5 + place]).isEqualTo(indices[place] == channel ? 1f : 0f);
                }
            }
            MemorySegment back = arena.allocate(stored.length);
            FORMAT.toStored(samples).copyTo(back);
            assertThat(back.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(stored);
            assertThat(FORMAT.lines(back)).containsExactly("ab", "éж𝄞 a", "b");
        }
    }

    @Test
    void the_most_likely_character_counts_and_nothing_after_the_first_padding() {
        TextFormat format = new TextFormat(3, new Alphabet("xy"));
        float[] shares = {
            // Padding, x and y at three places: x, then padding, then y.
            0.1f, 0.6f, 0.2f, //
            0.5f, 0.3f, 0.1f, //
            0.4f, 0.1f, 0.7f
        };
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment stored = arena.allocate(format.bytes());
            format.toStored(Tensors.of(shares, 1, 3, 3)).copyTo(stored);
            assertThat(format.lines(stored)).containsExactly("x");
            assertThat(stored.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void an_alphabet_of_a_thousand_characters_is_stored_whole() {
        StringBuilder all = new StringBuilder();
        for (int point = 0x4E00; point < 0x4E00 + Alphabet.MOST; point++) {
            all.appendCodePoint(point);
        }
        TextFormat format = new TextFormat(2, new Alphabet(all.toString()));
        String last = all.substring(Alphabet.MOST - 2);
        assertThat(format.lines(MemorySegment.ofArray(format.stored(List.of(last)))))
                .containsExactly(last);
        all.appendCodePoint(0x9000);
        assertThatThrownBy(() -> new Alphabet(all.toString()))
                .isInstanceOf(DataException.class)
                .hasMessage("An alphabet has 1 to 1023 characters, not 1024.");
    }

    @Test
    void an_alphabet_has_each_character_once_and_no_line_breaks() {
        assertThatThrownBy(() -> new Alphabet("abca")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new Alphabet("")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> new Alphabet("a\n"))
                .hasMessage("An alphabet cannot have the character U+000A, which ends lines or is none.");
    }

    @Test
    void a_character_without_an_index_is_refused_or_replaced() {
        assertThatThrownBy(() -> FORMAT.stored(List.of("abc")))
                .isInstanceOf(DataException.class)
                .hasMessage("The text 'abc' has the character 'c' (U+0063), which is not in the alphabet.");

        TextFormat replacing = new TextFormat(5, new Alphabet("ab\uFFFD"));
        assertThat(replacing.lines(MemorySegment.ofArray(replacing.stored(List.of("abc")))))
                .containsExactly("ab\uFFFD");
    }

    @Test
    void formats_of_other_lengths_or_alphabets_differ() {
        assertThat(FORMAT).isEqualTo(new TextFormat(5, new Alphabet("abé ж𝄞")));
        assertThat(FORMAT.toString()).startsWith("5 of 6 characters (alphabet ");
        assertThat(FORMAT.toString()).isNotEqualTo(new TextFormat(5, new Alphabet("abé ж𝄡")).toString());
        assertThatThrownBy(() -> new TextFormat(1, FORMAT.alphabet()))
                .hasMessage("The length of a text must be 2 to 1024 characters, not 1.");
    }

    @Test
    void other_samples_are_refused_with_a_sentence() {
        try (Dataset images = Datasets.of("dots", new ImageFormat(1, 2, 2), new byte[4], null, List.of());
                Dataset texts = Datasets.of("words", FORMAT, FORMAT.stored(List.of("ab")), null, List.of())) {
            assertThatThrownBy(() -> TextFormat.of(images))
                    .hasMessage("This works on texts only, and dots holds images.");
            assertThat(TextFormat.of(texts)).isEqualTo(FORMAT);
            assertThat(texts.format().medium()).isEqualTo(Medium.TEXT);
        }
    }

    @Test
    void a_preview_is_a_picture_with_a_text_file_beside_it() throws Exception {
        Path png = folder.resolve("000001.png");
        FORMAT.writePreview(png, MemorySegment.ofArray(FORMAT.stored(List.of("ab", "é𝄞", "b a"))), 2);

        var picture = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(png)));
        TextFormat.Cell cell = FORMAT.cell(2);
        assertThat(picture.getWidth()).isEqualTo(2 * (cell.width() + cell.margin()) + cell.margin());
        assertThat(picture.getHeight()).isEqualTo(2 * (cell.height() + cell.margin()) + cell.margin());
        assertThat(Files.readAllLines(folder.resolve("000001.txt"))).containsExactly("ab", "é𝄞", "b a");
    }

    private static List<String> lines(String text) throws UnreadableFileException {
        return lines(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(byte[] bytes) throws UnreadableFileException {
        List<String> lines = new ArrayList<>();
        TextLines.read(bytes, lines::add);
        return lines;
    }

    @Test
    void lines_end_as_they_do_on_any_system_and_space_around_them_does_not_count() throws Exception {
        assertThat(lines("\uFEFFone\ntwo\r\nthree\rfour\n\n \t\n  five \u00A0 six\u00A0"))
                .containsExactly("one", "two", "three", "four", "five six");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void what_looks_the_same_is_the_same() throws Exception {
        assertThat(lines("e\u0301\né")).containsExactly("é", "é");
    }

    @Test
    void characters_at_the_border_of_a_buffer_are_whole() throws Exception {
        for (int before = 16_380; before < 16_388; before++) {
            assertThat(lines("\n".repeat(before) + "𝄞é\r\nx")).containsExactly("𝄞é", "x");
        }
    }

    @Test
    void what_is_no_text_is_refused_with_the_line() {
        assertThatThrownBy(() -> lines(new byte[] {'a', '\n', 'b', (byte) 0xE9, 'c'}))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("it is not UTF-8: line 2 has bytes that are no character; convert it, for example with"
                        + " iconv");
        assertThatThrownBy(() -> lines(new byte[] {'a', (byte) 0xC3})).hasMessageContaining("not UTF-8: line 1");
        assertThatThrownBy(() -> lines("a\0b")).hasMessage("it is not text: line 1 has a NUL character");
        assertThatThrownBy(() -> lines("ab".getBytes(StandardCharsets.UTF_16))).hasMessageContaining("UTF-16");
    }

    @Test
    void a_file_without_line_breaks_costs_no_more_than_its_beginning() throws Exception {
        List<String> lines = lines("𝄞".repeat(1_000_000));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().length()).isEqualTo(TextLines.KEPT);
    }
}
