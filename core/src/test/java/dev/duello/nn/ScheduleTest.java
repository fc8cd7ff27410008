package dev.duello.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Schedule FALLING = new Schedule(2e-4, 5e-5);

    @Test
    void it_starts_at_one_end_and_stays_at_the_other() {
        assertThat(FALLING.at(0)).isEqualTo(2e-4);
        assertThat(FALLING.at(1)).isCloseTo(5e-5, within(1e-18));
        assertThat(FALLING.at(7)).isEqualTo(FALLING.at(1));
        assertThat(FALLING.at(-1)).isEqualTo(FALLING.at(0));
    }

    @Test
    void it_follows_half_a_cosine() {
        assertThat(FALLING.at(0.5)).isCloseTo(1.25e-4, within(1e-18));
        // cos 60° is a half: a quarter of the way is gone after a third of the time.
        assertThat(FALLING.at(1 / 3.0)).isCloseTo(2e-4 - 0.25 * 1.5e-4, within(1e-18));
    }

    @Test
    void it_never_turns_back() {
        double last = FALLING.at(0);
        Schedule rising = new Schedule(0.9, 0.99);
        double lastRising = rising.at(0);
        for (int i = 1; i <= 1000; i++) {
            assertThat(FALLING.at(i / 1000.0)).isLessThan(last);
            assertThat(rising.at(i / 1000.0)).isGreaterThan(lastRising);
            last = FALLING.at(i / 1000.0);
            lastRising = rising.at(i / 1000.0);
        }
    }

    @Test
    void a_constant_is_the_same_to_the_bit_at_all_times() {
        for (int i = 0; i <= 100; i++) {
            assertThat(Schedule.constant(2e-4).at(i / 100.0)).isEqualTo(2e-4);
        }
    }

    @Test
    void its_ends_are_known_in_either_direction() {
        assertThat(List.of(FALLING.min(), FALLING.max())).containsExactly(5e-5, 2e-4);
        Schedule rising = new Schedule(0.9, 0.99);
        assertThat(List.of(rising.min(), rising.max())).containsExactly(0.9, 0.99);
    }

    @Test
    void numbers_and_texts_are_read() {
        assertThat(Schedule.of(3)).isEqualTo(Schedule.constant(3));
        assertThat(Schedule.of(0.5)).isEqualTo(Schedule.constant(0.5));
        assertThat(Schedule.of(" +.2e-3 ")).isEqualTo(Schedule.constant(2e-4));
        assertThat(Schedule.of("2.0e-4 -> 5.0E-5")).isEqualTo(FALLING);
        assertThat(Schedule.of("2e-4->5e-5")).isEqualTo(FALLING);
    }

    @Test
    void what_is_written_reads_as_the_same() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        for (Schedule schedule :
                List.of(FALLING, Schedule.constant(2e-4), new Schedule(0, 1e-300), new Schedule(1, 0))) {
            String text = json.writeValueAsString(schedule);
            assertThat(json.readValue(text, Schedule.class)).as(text).isEqualTo(schedule);
        }
        assertThat(json.writeValueAsString(Schedule.constant(0.5))).isEqualTo("0.5");
        assertThat(json.writeValueAsString(FALLING)).isEqualTo("\"2.0E-4 -> 5.0E-5\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fast",
                "2e-4 ->",
                "-> 2e-4",
                "1 -> 2 -> 3",
                "2e-4 - 5e-5",
                "1,5",
                "0x10",
                "NaN",
                "1e",
                "1..2",
                "."
            })
    void anything_else_is_refused_with_a_sentence(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.of(text))
                .withMessageContaining("'" + text + "' is not a number or two, as in 2e-4 -> 5e-5");
    }

    @Test
    void nothing_and_lists_are_refused_too() {
        for (Object value : Arrays.asList(null, List.of(1, 2), true)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Schedule.of(value))
                    .withMessageContaining("is not a number");
        }
    }
}
