package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnealingTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "25000, 0.25", "100000, 1", "200000, 1"})
    void one_length_is_a_straight_line_that_stays_at_its_end(long images, double progress) {
        assertThat(Annealing.over(100).at(images)).isEqualTo(progress);
    }

    /** 0 for 10 kimg; then for 110, of which a half is done at 60; the other half in the 20 kimg that are left. */
    @ParameterizedTest
    @CsvSource({"0, 0", "9999, 0", "10000, 0", "35000, 0.25", "60000, 0.5", "70000, 0.75", "80000, 1", "90000, 1"})
    void a_bent_line_goes_on_without_a_jump(long images, double progress) {
        Annealing bent = Annealing.hold().from(10_000, 110).from(60_000, 80);
        assertThat(bent.at(images)).isEqualTo(progress, within(1e-12));
    }

    @Test
    void what_was_before_a_bend_stays_the_same_to_the_bit() {
        Annealing before = Annealing.hold().from(3_232, 103.456);
        Annealing after = before.from(40_064, 95.136);
        for (long images = 0; images <= 40_064; images += 32) {
            assertThat(after.at(images)).isEqualTo(before.at(images));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold until 3.232, 103.5 until 40.064, 95.136", "20.0 until 5.0, 10.0", "hold"})
    void the_text_in_a_file_is_the_same_line(String text) {
        Annealing annealing = Annealing.of(text);
        assertThat(annealing.toString()).isEqualTo(text);
        assertThat(annealing.written()).isEqualTo(text);
        assertThat(Annealing.of(100)).isEqualTo(Annealing.over(100));
        assertThat(Annealing.over(100).written()).isEqualTo(100.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "10 until 20",
                "hold until 5, 4",
                "hold until 5, 10 until 3, 20",
                "10, 20",
                "hold until 5"
            })
    void what_is_no_line_is_refused(String text) {
        assertThatThrownBy(() -> Annealing.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
