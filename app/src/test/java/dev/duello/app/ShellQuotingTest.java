package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellQuotingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs/first",
                "my runs/first",
                "run #1",
                "it's",
                "say \"hi\"",
                "$HOME `id` \\ *?[a]{b} !1; & | < > ( )",
                "~/run",
                "two\nlines",
                "été",
                ""
            })
    @DisabledOnOs(OS.WINDOWS)
    void a_shell_reads_back_what_was_quoted(String word) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellQuoting.quote(word, false)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void what_needs_no_quotes_has_none() {
        assertThat(ShellQuoting.quote(Path.of("runs", "20261123-101500_a.b"), false))
                .isEqualTo("runs/20261123-101500_a.b");
        assertThat(ShellQuoting.quote("runs\\first", true)).isEqualTo("runs\\first");
    }

    @Test
    void on_windows_quotes_are_double_and_a_backslash_does_not_hide_the_last() {
        assertThat(ShellQuoting.quote("C:\\my runs\\first", true)).isEqualTo("\"C:\\my runs\\first\"");
        assertThat(ShellQuoting.quote("C:\\my runs\\", true)).isEqualTo("\"C:\\my runs\\\\\"");
        assertThat(ShellQuoting.quote("a&b", true)).isEqualTo("\"a&b\"");
    }

    @Test
    void a_file_is_not_taken_for_an_option() {
        assertThat(ShellQuoting.quote(Path.of("-run"), false)).isEqualTo("./-run");
        assertThat(ShellQuoting.quote(Path.of("@run"), false)).isEqualTo("./@run");
    }
}
