package dev.duello.app.studio.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveRangeTest {
    @TempDir
    private Path folder;

    private final StringBuilder log = new StringBuilder();
    /** What the log tells in the end, by images. */
    private final TreeMap<Long, Double> told = new TreeMap<>();

    private final SplittableRandom random = new SplittableRandom(7);

    /** Steps of 16 images, two a second. */
    private void sitting(int from, int to) {
        log.append(String.format("{\"event\":\"started\",\"images\":%d,\"total\":9,\"time\":\"\"}%n", from * 16L));
        told.tailMap(from * 16L, false).clear();
        for (int step = from + 1; step <= to; step++) {
            double value = (float) random.nextDouble();
            told.put(step * 16L, value);
            log.append(String.format(
                    "{\"event\":\"stepped\",\"images\":%d,\"seconds\":%s,\"statistics\":{\"value\":%s,\"pad\":\"%s\"}}%n",
                    step * 16L, step / 2.0, value, "-".repeat(200)));
        }
    }

    private Run read() throws IOException {
        Files.writeString(folder.resolve("experiment.yaml"), "preset: mlp\n");
        Files.writeString(folder.resolve("events.jsonl"), log);
        Run run = Run.open(folder);
        run.readAll();
        return run;
    }

    /** As many steps as are drawn one by one. */
    private void assertTold(Run run, int from, int to) throws IOException {
        CurveRange kimg = new CurveRange(CurveRange.Axis.KIMG, from * 0.016 - 0.001, to * 0.016 + 0.001);
        CurveRange seconds = new CurveRange(CurveRange.Axis.SECONDS, from / 2.0, to / 2.0);
        List<Double> expected =
                List.copyOf(told.subMap(from * 16L, true, to * 16L, true).values());
        for (CurveRange span : List.of(kimg, seconds)) {
            Curves.Snapshot part = run.curves(span);
            assertThat(part.images())
                    .as(span.toString())
                    .containsExactly(IntStream.rangeClosed(from, to)
                            .mapToLong(step -> step * 16L)
                            .toArray());
            assertThat(Objects.requireNonNull(part.bands().get("value")).mean()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void a_part_is_told_step_by_step_where_the_whole_is_thinned() throws IOException {
        sitting(0, 30_000);
        Run run = read();

        assertThat(run.curves().images()).hasSizeLessThanOrEqualTo(Curves.BUCKETS);
        for (int i = 0; i < 10; i++) {
            int from = random.nextInt(1, 29_000);
            assertTold(run, from, from + random.nextInt(1000));
        }
        assertTold(run, 1, 2000);
        assertTold(run, 28_500, 30_000);
        assertThat(run.curves(new CurveRange(CurveRange.Axis.KIMG, 1000, 2000)).images())
                .isEmpty();
    }

    @Test
    void what_was_trained_again_is_told_as_it_was_the_last_time() throws IOException {
        sitting(0, 20_000);
        sitting(8_000, 24_000);
        sitting(23_000, 23_500);
        sitting(22_000, 30_000);
        Run run = read();

        for (int from = 7_000; from < 29_000; from += 1_100) {
            assertTold(run, from, from + 1_000);
        }
    }

    @Test
    void a_log_that_is_replaced_is_searched_anew() throws IOException {
        sitting(0, 20_000);
        Run run = read();
        log.setLength(0);
        told.clear();
        sitting(0, 6_000);
        Files.writeString(folder.resolve("events.jsonl"), log);
        run.readAll();
        run.readAll();

        assertTold(run, 5_000, 6_000);
    }
}
