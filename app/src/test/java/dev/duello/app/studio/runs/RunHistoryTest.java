package dev.duello.app.studio.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
    private final RunHistory history = new RunHistory();

    private void accept(String... lines) {
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            history.accept(bytes, 0, bytes.length);
        }
    }

    @Test
    void a_training_is_read_from_its_events() {
        accept(
                "{\"event\":\"started\",\"images\":0,\"total\":1000,\"time\":\"2026-11-24T16:00:00Z\"}",
                "{\"event\":\"sampled\",\"images\":0,\"file\":\"samples/000000.000k.png\"}",
                "{\"event\":\"stepped\",\"images\":64,\"seconds\":1.5,\"statistics\":{\"generator-loss\":0.7}}",
                "{\"event\":\"stepped\",\"images\":128,\"seconds\":2.5,\"statistics\":{\"generator-loss\":0.9}}",
                "{\"event\":\"evaluated\",\"images\":128,\"seconds\":3.0,\"values\":{\"fid\":12.5},\"best\":true}",
                "{\"event\":\"stopped\",\"images\":128,\"seconds\":3.5,\"reason\":\"no_progress\"}");

        assertThat(history.total()).isEqualTo(1000);
        assertThat(history.images()).isEqualTo(128);
        assertThat(history.seconds()).isEqualTo(3.5);
        assertThat(history.speed()).isEqualTo(64);
        assertThat(history.latest()).isEqualTo(Map.of("generator-loss", 0.9));
        assertThat(history.evaluations())
                .containsExactly(new RunHistory.Evaluation(128, 3.0, Map.of("fid", 12.5), true, ""));
        assertThat(history.samples()).hasSize(1);
        assertThat(history.stopReason()).isEqualTo("no-progress");
    }

    @Test
    void the_processes_of_a_training_are_as_they_were_lately_until_it_starts_again() {
        accept(
                "{\"event\":\"shared\",\"images\":64,\"seconds\":6,\"ranks\":[{\"rank\":0,\"host\":\"a\",\"rate\":9,\"waiting\":0.5}]}",
                "{\"event\":\"shared\",\"images\":128,\"seconds\":36,\"ranks\":["
                        + "{\"rank\":0,\"host\":\"a\",\"rate\":10.5,\"waiting\":0.25},"
                        + "{\"rank\":1,\"host\":\"b\",\"rate\":20,\"waiting\":0.5,\"sending\":0.125}]}");

        assertThat(history.ranks())
                .containsExactly(
                        new RunHistory.Rank(0, "a", 10.5, 0.25, 0), new RunHistory.Rank(1, "b", 20, 0.5, 0.125));

        accept("{\"event\":\"started\",\"images\":64,\"total\":1000,\"time\":\"2026-11-24T16:00:00Z\"}");

        assertThat(history.ranks()).isEmpty();
    }

    @Test
    void alerts_are_told_in_words_and_unknown_events_pass() {
        accept(
                "{\"event\":\"alerted\",\"images\":5000,\"seconds\":9.5,\"symptom\":\"mode-collapse\","
                        + "\"evidence\":\"diversity fell to 0.1\",\"advice\":\"lower the rate\",\"new\":1}",
                "{\"event\":\"paused\",\"images\":6000,\"by\":[1,2]}",
                "{\"event\":\"stepped\",\"images\":7000,\"seconds\":10,\"statistics\":{\"a\":1,\"b\":\"x\"},\"more\":{}}");

        assertThat(history.alerts())
                .isEqualTo(List.of(
                        new RunHistory.Alert(5000, 9.5, "mode-collapse", "diversity fell to 0.1", "lower the rate")));
        assertThat(history.images()).isEqualTo(7000);
        assertThat(history.latest()).isEqualTo(Map.of("a", 1.0));
    }

    @Test
    void a_resumed_training_forgets_what_it_repeats() {
        accept(
                "{\"event\":\"evaluated\",\"images\":100,\"seconds\":1,\"values\":{\"fid\":9},\"best\":true}",
                "{\"event\":\"evaluated\",\"images\":200,\"seconds\":2,\"values\":{\"fid\":8},\"best\":true}",
                "{\"event\":\"stopped\",\"images\":200,\"seconds\":2,\"reason\":\"interrupted\"}",
                "{\"event\":\"started\",\"images\":100,\"total\":1000,\"time\":\"\"}");

        assertThat(history.evaluations())
                .extracting(RunHistory.Evaluation::images)
                .containsExactly(100L);
        assertThat(history.stopReason()).isNull();
        assertThat(history.images()).isEqualTo(100);
    }

    @Test
    void no_line_whatever_it_holds_stops_the_reading() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] line = "{\"event\":\"stepped\",\"images\":64,\"seconds\":1.5,\"statistics\":{\"generator-loss\":0.7}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = line.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(32, 127);
            }
            history.accept(broken, 0, 1 + random.nextInt(broken.length));
        }
        accept("{\"event\":\"stepped\",\"images\":128,\"seconds\":2.5,\"statistics\":{\"generator-loss\":0.9}}");

        assertThat(history.images()).isEqualTo(128);
    }
}
