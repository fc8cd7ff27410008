package dev.duello.gan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.learn.ObjectMappers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private final Diagnosis diagnosis = new Diagnosis();

    private List<String> weak(int from, int count, double ranked) {
        return Readings.alerts(diagnosis, from, count, readings -> readings.ranked(ranked));
    }

    @Test
    void an_alert_is_told_once_however_long_the_symptom_lasts() {
        assertThat(weak(0, 20, 0.1)).containsExactly("discriminator-too-weak");
    }

    @Test
    void it_is_told_again_only_after_it_had_ended() {
        assertThat(weak(0, 5, 0.1)).hasSize(1);
        // Better, but not well: within the hysteresis.
        assertThat(weak(5, 5, 0.43)).isEmpty();
        assertThat(weak(10, 5, 0.1)).isEmpty();
        assertThat(weak(15, 1, 0.9)).isEmpty();
        assertThat(weak(16, 5, 0.1)).containsExactly("discriminator-too-weak");
    }

    @Test
    void flickering_around_the_threshold_is_no_symptom() {
        for (int i = 0; i < 20; i++) {
            assertThat(weak(i, 1, i % 3 == 2 ? 0.41 : 0.39)).isEmpty();
        }
    }

    @Test
    void a_diagnosis_put_back_goes_on_as_if_nothing_had_happened() {
        weak(0, 2, 0.1);
        Diagnosis other = new Diagnosis();
        other.restore(diagnosis.state());
        assertThat(Readings.alerts(other, 2, 1, readings -> readings.ranked(0.1)))
                .isEqualTo(weak(2, 1, 0.1))
                .hasSize(1);
        Diagnosis third = new Diagnosis();
        third.restore(other.state());
        assertThat(Readings.alerts(third, 3, 3, readings -> readings.ranked(0.1)))
                .isEmpty();
    }

    @Test
    void what_is_kept_does_not_grow_with_the_training() {
        weak(0, 500, 0.9);
        assertThat(diagnosis.state().readings()).hasSizeLessThan(10);
    }

    @Test
    void it_was_calm_until_the_reading_before_those_that_run_away() {
        assertThat(diagnosis.calmUntil()).isZero();
        weak(1, 3, 0.9);
        Readings.alerts(diagnosis, 4, 1, readings -> readings.logitSlope(50));
        // The next one would be the second that runs away.
        assertThat(diagnosis.calmUntil()).isEqualTo(12_000);
    }

    @Test
    void several_symptoms_at_once_are_each_told() {
        assertThat(Readings.alerts(5, readings -> readings.ranked(0.1).nearest(0.01)))
                .containsExactlyInAnyOrder("discriminator-too-weak", "mode-collapse");
    }

    @Test
    void a_reading_that_an_earlier_version_saved_is_understood() throws IOException {
        weak(0, 1, 0.1);
        Reading reading = diagnosis.state().readings().getFirst();
        String earlier = ObjectMappers.JSON
                .writeValueAsString(reading)
                .replace("memorized", "memorised")
                .replace("logitSlope", "steepness");
        assertThat(earlier).contains("memorised");
        assertThat(ObjectMappers.JSON.readValue(earlier, Reading.class)).isEqualTo(reading);
    }
}
