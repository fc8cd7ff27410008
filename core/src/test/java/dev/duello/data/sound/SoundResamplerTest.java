package dev.duello.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A resampled sine is the same sine at the new rate, which has a closed form. */
class SoundResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "44100, 16000",
        "8000, 16000",
        "48000, 16000",
        "22050, 16000",
        "16000, 44100",
        "11025, 8000",
        "44101, 16000"
    })
    void a_sine_that_both_rates_can_hold_stays_the_same_sine(int from, int to) {
        double frequency = 0.37 * Math.min(from, to);

        float[] resampled = SoundResampler.resample(Sounds.tone(frequency, from, from), from, to, to);

        assertThat(resampled).hasSize(to);
        double worst = 0;
        for (int i = to / 4; i < to * 3 / 4; i++) {
            double wanted = 0.5 * Math.sin(2 * Math.PI * frequency * i / to);
            worst = Math.max(worst, Math.abs(resampled[i] - wanted));
        }
        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 16000, 8200",
        "48000, 16000, 8100",
        "44100, 16000, 20000",
        "16000, 8000, 7000",
        "44101, 16000, 9000"
    })
    void what_the_new_rate_cannot_hold_is_filtered_out(int from, int to, double frequency) {
        float[] resampled = SoundResampler.resample(Sounds.tone(frequency, from, from), from, to, to);

        double loudest = 0;
        for (int i = to / 4; i < to * 3 / 4; i++) {
            loudest = Math.max(loudest, Math.abs(resampled[i]));
        }
        // 80 dB below the sine.
        assertThat(loudest).isLessThan(0.5e-4);
    }

    @Test
    void a_constant_stays_but_at_its_ends() {
        float[] constant = new float[4000];
        Arrays.fill(constant, 0.7f);

        float[] resampled = SoundResampler.resample(constant, 44_100, 16_000, Integer.MAX_VALUE);

        assertThat(resampled).hasSize(1452);
        for (int i = 60; i < 1390; i++) {
            assertThat(resampled[i]).isEqualTo(0.7f, within(1e-6f));
        }
    }

    @Test
    void the_same_rate_changes_nothing_and_the_beginning_is_the_same_whatever_follows() {
        float[] tone = Sounds.tone(440, 44_100, 10_000);

        assertThat(SoundResampler.resample(tone, 44_100, 44_100, 9_000)).containsExactly(Arrays.copyOf(tone, 9_000));
        int enough = 2756 + SoundResampler.reach(44_100, 16_000);
        assertThat(SoundResampler.resample(Arrays.copyOf(tone, enough), 44_100, 16_000, 1_000))
                .containsExactly(SoundResampler.resample(tone, 44_100, 16_000, 1_000));
    }
}
