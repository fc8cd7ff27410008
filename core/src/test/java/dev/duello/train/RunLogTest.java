package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    private static final String PROTOCOL = "classifier-1a2b3c4d, 5000 fakes against 10000 of fashion-mnist train";

    @TempDir
    private Path run;

    @BeforeEach
    void makeRun() throws IOException {
        Files.writeString(run.resolve("experiment.yaml"), "preset: dcgan\n");
    }

    private RunLog read(String... lines) throws IOException {
        Files.writeString(run.resolve("events.jsonl"), String.join("\n", lines));
        return RunLog.read(run);
    }

    private static String evaluated(long images, double fid) {
        return "{\"event\":\"evaluated\",\"images\":" + images + ",\"seconds\":1.5,\"values\":{\"fid\":" + fid
                + "},\"best\":false,\"protocol\":\"" + PROTOCOL + "\"}";
    }

    private static String started(long images) {
        return "{\"event\":\"started\",\"images\":" + images + ",\"total\":9000,\"time\":\"2026-01-01T00:00:00Z\"}";
    }

    @Test
    void what_processes_share_is_read_from_logs_that_do_not_tell_sending_from_waiting() throws IOException {
        RunLog log = read(
                "{\"event\":\"shared\",\"images\":64,\"seconds\":6,\"ranks\":[{\"rank\":0,\"host\":\"a\",\"rate\":9,\"waiting\":0.5}]}",
                "{\"event\":\"shared\",\"images\":96,\"seconds\":7,"
                        + "\"ranks\":[{\"rank\":0,\"host\":\"a\",\"rate\":9,\"waiting\":0.5,\"sending\":0.25}]}");

        assertThat(log.events())
                .containsExactly(
                        new TrainingEvent.Shared(64, 6, List.of(new TrainingEvent.Shared.Rank(0, "a", 9, 0.5, 0))),
                        new TrainingEvent.Shared(96, 7, List.of(new TrainingEvent.Shared.Rank(0, "a", 9, 0.5, 0.25))));
    }

    @Test
    void events_come_in_their_order() throws IOException {
        RunLog log = read(
                started(0), evaluated(1000, 9), "{\"event\":\"sampled\",\"images\":1500,\"file\":\"samples/x.png\"}");

        assertThat(log.events()).hasSize(3);
        assertThat(log.evaluations())
                .containsExactly(new TrainingEvent.Evaluated(1000, 1.5, Map.of("fid", 9.0), false, PROTOCOL));
        assertThat(log.samples()).containsExactly(new TrainingEvent.Sampled(1500, "samples/x.png"));
        assertThat(log.images()).isEqualTo(1500);
    }

    @Test
    void a_torn_line_and_an_unknown_event_are_passed_over() throws IOException {
        RunLog log = read(
                started(0),
                "{\"event\":\"evaluated\",\"images\":7",
                evaluated(1000, 9),
                "{\"event\":\"of the future\",\"images\":3}",
                "{\"event\":\"sam");

        assertThat(log.events()).hasSize(2);
    }

    @Test
    void evaluations_that_do_not_tell_their_protocol_are_read() throws IOException {
        RunLog log = read(
                evaluated(1000, 9).replace(",\"protocol\":\"" + PROTOCOL + "\"", ""),
                // Nothing else may be missing.
                evaluated(2000, 8).replace(",\"best\":false", ""));

        assertThat(log.evaluations())
                .containsExactly(new TrainingEvent.Evaluated(1000, 1.5, Map.of("fid", 9.0), false, ""));
    }

    @Test
    void a_failure_is_read_with_its_sentence_and_an_older_one_without() throws IOException {
        String stopped = "{\"event\":\"stopped\",\"images\":1000,\"seconds\":2.5,\"reason\":\"failed\"}";
        RunLog log = read(started(0), stopped, stopped.replace("}", ",\"message\":\"The disk is full.\"}"));

        assertThat(log.events().stream()
                        .filter(TrainingEvent.Stopped.class::isInstance)
                        .map(TrainingEvent.Stopped.class::cast))
                .extracting(TrainingEvent.Stopped::message)
                .containsExactly("", "The disk is full.");
    }

    @Test
    void what_an_interruption_lost_is_there_once_as_it_was_repeated() throws IOException {
        RunLog log = read(
                started(0),
                evaluated(1000, 9),
                evaluated(2000, 8),
                evaluated(3000, 7),
                started(1000),
                evaluated(2000, 6));

        assertThat(log.evaluations())
                .extracting(event -> event.values().get("fid"))
                .containsExactly(9.0, 6.0);
    }

    @Test
    void an_alert_that_an_interruption_repeated_is_there_once() throws IOException {
        String alerted = "{\"event\":\"alerted\",\"images\":1000,\"seconds\":2.5,\"symptom\":\"mode-collapse\","
                + "\"evidence\":\"Fakes repeat.\",\"advice\":\"Wait.\"}";
        RunLog log = read(started(0), alerted, started(1000), alerted);

        assertThat(log.alerts())
                .containsExactly(new TrainingEvent.Alerted(1000, 2.5, "mode-collapse", "Fakes repeat.", "Wait."));
    }

    @Test
    void a_run_without_a_log_has_no_events() {
        assertThat(RunLog.read(run).events()).isEmpty();
    }

    @Test
    void a_folder_that_is_no_run_is_refused(@TempDir Path other) {
        assertThatThrownBy(() -> RunLog.read(other))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is not a run directory");
    }
}
