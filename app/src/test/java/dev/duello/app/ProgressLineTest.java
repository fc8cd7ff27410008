package dev.duello.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter text = new StringWriter();
    private double now;

    private ProgressLine line(boolean terminal) {
        return new ProgressLine(new PrintWriter(text), ProgressLine.Unit.IMAGES, terminal, () -> now);
    }

    @Test
    void what_is_soon_over_says_nothing() {
        try (ProgressLine line = line(true)) {
            line.update(0, 10, () -> "");
            now = 0.5;
            line.update(10, 10, () -> "");
        }

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void elsewhere_a_line_comes_every_few_seconds_and_at_the_end() {
        try (ProgressLine line = line(false)) {
            for (int second = 0; second <= 12; second++) {
                now = second;
                line.update(second * 10L, 120, () -> "  more");
            }
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "10/120 images  10 img/s  11 s left  more",
                        "60/120 images  10 img/s  6 s left  more",
                        "110/120 images  10 img/s  1 s left  more",
                        "120/120 images  10 img/s  more");
    }

    @Test
    void on_a_terminal_one_line_moves() {
        try (ProgressLine line = line(true)) {
            line.update(0, 4, () -> "");
            now = 1;
            line.update(1, 4, () -> "");
            now = 1.1;
            line.update(2, 4, () -> "");
            now = 2;
            line.update(3, 4, () -> "");
        }

        assertThat(text.toString())
                .contains("\r")
                .contains("██████░", "3/4 images")
                .doesNotContain("2/4");
        assertThat(text.toString().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(text.toString()).endsWith(System.lineSeparator());
    }

    @Test
    void a_line_that_is_erased_leaves_nothing_on_a_terminal() {
        try (ProgressLine line = line(true)) {
            line.update(0, 4, () -> "");
            now = 1;
            line.update(1, 4, () -> "");
            line.erase();
        }

        assertThat(text.toString()).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void the_rate_leaves_out_what_was_there_before() {
        try (ProgressLine line = line(false)) {
            line.update(100, 200, () -> "");
            now = 10;
            line.update(110, 200, () -> "");
        }

        assertThat(text.toString()).contains("1 img/s", "1 min 30 s left");
    }

    @Test
    void what_matters_most_stands_right_after_the_amount_and_amounts_below_one_are_not_rounded_away() {
        try (ProgressLine line = new ProgressLine(new PrintWriter(text), ProgressLine.Unit.KIMG, false, () -> now)) {
            line.update(0, 208, () -> "", () -> "");
            now = 2;
            line.update(104, 208, () -> "  fid[classifier] 4.9", () -> "  discriminator loss 0.6");
            now = 20;
            line.update(100_000, 300_000, () -> "", () -> "");
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "0.1/0.2 kimg  fid[classifier] 4.9  52 img/s  2 s left  discriminator loss 0.6",
                        "100.0/300 kimg  5000 img/s  40 s left");
    }

    @Test
    void durations_are_short() {
        assertThat(ProgressLine.duration(4.4)).isEqualTo("4 s");
        assertThat(ProgressLine.duration(125)).isEqualTo("2 min 05 s");
        assertThat(ProgressLine.duration(7260)).isEqualTo("2 h 01 min");
    }
}
