package dev.duello.app.studio.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    private boolean read(LogTail tail) throws IOException {
        return tail.read(
                1 << 30, (bytes, from, to) -> lines.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
    }

    private Path file() {
        return folder.resolve("log");
    }

    private void append(String text) throws IOException {
        Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void each_line_is_read_once_however_it_arrives() throws IOException {
        StringBuilder all = new StringBuilder();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            all.append("line ").append(i).append(" ä".repeat(random.nextInt(3))).append('\n');
        }
        LogTail tail = new LogTail(file());
        for (int at = 0; at < all.length(); ) {
            int next = Math.min(all.length(), at + 1 + random.nextInt(200));
            append(all.substring(at, next));
            at = next;
            assertThat(read(tail)).isFalse();
        }

        assertThat(lines).containsExactlyElementsOf(all.toString().lines().toList());
    }

    @Test
    void a_missing_file_and_half_a_line_are_waited_for() throws IOException {
        LogTail tail = new LogTail(file());
        read(tail);
        append("half");
        read(tail);
        assertThat(lines).isEmpty();
        append(" and half\n");
        read(tail);

        assertThat(lines).containsExactly("half and half");
    }

    @Test
    void a_file_that_got_shorter_is_read_anew() throws IOException {
        LogTail tail = new LogTail(file());
        append("one\ntwo\n");
        read(tail);
        Files.writeString(file(), "new\n");

        assertThat(read(tail)).isTrue();
        read(tail);
        assertThat(lines).containsExactly("one", "two", "new");
    }

    @Test
    void a_line_without_end_does_not_fill_the_memory() throws IOException {
        LogTail tail = new LogTail(file());
        append("x".repeat(5_000_000));
        read(tail);
        append("\nnext\n");
        read(tail);

        assertThat(lines).containsExactly("next");
    }
}
