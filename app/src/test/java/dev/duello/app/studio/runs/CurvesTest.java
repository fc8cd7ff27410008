package dev.duello.app.studio.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void few_rows_are_kept_as_they_are() {
        Curves curves = new Curves();
        curves.add(64, 1, Map.of("loss", 0.5));
        curves.add(128, 2, Map.of("loss", 0.25, "other", 3.0));

        Curves.Snapshot snapshot = curves.snapshot();

        assertThat(snapshot.images()).containsExactly(64, 128);
        assertThat(snapshot.seconds()).containsExactly(1, 2);
        assertThat(snapshot.bands().get("loss").mean()).containsExactly(0.5, 0.25);
        assertThat(snapshot.bands().get("other").mean()).containsExactly(null, 3.0);
    }

    @Test
    void a_million_rows_fit_into_a_few_buckets_and_no_peak_is_lost() {
        Curves curves = new Curves();
        SplittableRandom random = new SplittableRandom(5);
        double[] values = random.doubles(1_000_000).toArray();
        values[123_457] = 77;
        values[900_001] = -5;
        for (int i = 0; i < values.length; i++) {
            curves.add(i + 1, i, Map.of("loss", values[i]));
        }

        Curves.Snapshot snapshot = curves.snapshot();
        Curves.Band band = snapshot.bands().get("loss");

        assertThat(snapshot.images().length).isBetween(Curves.BUCKETS / 2, Curves.BUCKETS);
        assertThat(snapshot.images()[snapshot.images().length - 1]).isEqualTo(1_000_000);
        int from = 0;
        for (int i = 0; i < snapshot.images().length; i++) {
            int to = (int) snapshot.images()[i];
            double[] inside = Arrays.copyOfRange(values, from, to);
            assertThat(band.low()[i])
                    .isEqualTo((float) DoubleStream.of(inside).min().orElseThrow());
            assertThat(band.high()[i])
                    .isEqualTo((float) DoubleStream.of(inside).max().orElseThrow());
            assertThat(band.mean()[i])
                    .isCloseTo(
                            DoubleStream.of(inside).average().orElseThrow(), org.assertj.core.data.Offset.offset(1e-5));
            from = to;
        }
        assertThat(from).isEqualTo(1_000_000);
    }

    @Test
    void what_is_repeated_after_an_interruption_replaces_what_was_there() {
        Curves curves = new Curves();
        for (int i = 1; i <= 10; i++) {
            curves.add(i * 100, i, Map.of("loss", 1.0 * i));
        }
        curves.dropAfter(500);
        curves.add(600, 6, Map.of("loss", 60.0));

        assertThat(curves.snapshot().images()).containsExactly(100, 200, 300, 400, 500, 600);
        assertThat(curves.snapshot().bands().get("loss").mean()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 60.0);
    }

    @Test
    void numbers_that_are_none_leave_a_gap() {
        Curves curves = new Curves();
        curves.add(1, 1, Map.of("loss", Double.NaN, "other", 1.0));

        assertThat(curves.snapshot().bands()).containsOnlyKeys("other");
    }
}
