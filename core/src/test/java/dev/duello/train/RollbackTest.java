package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.torch.GradientMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings in which NaN is planted, or whose rates are beyond hope. Checkpoints come every 80 images, steps are of 16. */
@Tag("slow")
class RollbackTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    /** Plants NaN into a weight at chosen moments, and stops at others. */
    private static final class Saboteur implements TrainingListener {
        private final TrainingRun run;
        private final List<Long> moments;
        private final List<Long> stops;
        private final List<TrainingEvent> events = new ArrayList<>();

        Saboteur(TrainingRun run, List<Long> moments, List<Long> stops) {
            this.run = run;
            this.moments = new ArrayList<>(moments);
            this.stops = stops;
        }

        @Override
        public void on(TrainingEvent event) {
            events.add(event);
            if (event instanceof TrainingEvent.Stepped && moments.remove(event.images())) {
                try (var _ = GradientMode.off()) {
                    run.learner()
                            .tensors()
                            .get("generator")
                            .values()
                            .iterator()
                            .next()
                            .fill_(Double.NaN);
                }
            }
            if (event instanceof TrainingEvent.Stepped && stops.contains(event.images())) {
                run.requestStop();
            }
        }
    }

    private List<TrainingEvent> train(Path path, List<Long> moments, List<Long> stops, String... settings) {
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = Files.exists(path)
                        ? TrainingRun.resume(path, images, 0)
                        : TrainingRun.start(TinyRuns.experiment(settings), images, path)) {
            Saboteur saboteur = new Saboteur(run, moments, stops);
            run.train(saboteur);
            return saboteur.events;
        }
    }

    private static CheckpointState state(Path checkpoint) throws IOException {
        return CheckpointState.read(checkpoint);
    }

    @Test
    void a_training_that_breaks_goes_back_to_the_last_good_checkpoint_with_half_the_rates_and_ends_well()
            throws Exception {
        Path path = folder.resolve("run");
        List<TrainingEvent> events = train(path, List.of(176L), List.of());

        TrainingEvent.Alerted alerted = RunLog.read(path).alerts().getFirst();
        assertThat(events).contains(alerted);
        assertThat(alerted.images()).isEqualTo(160);
        assertThat(alerted.symptom()).isEqualTo("divergence");
        assertThat(alerted.evidence())
                .contains("at step 12 (0.192 kimg)")
                .containsAnyOf("the discriminator, 0.conv.weight", "the generator, 0.linear.weight");
        assertThat(alerted.advice())
                .contains("back to 0.16 kimg")
                .contains("attempt 1 of 2")
                .contains("--set generator.optimizer.rate=1.0E-4");
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        TrainingEvent.Stopped.class,
                        stopped -> assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED));
        CheckpointState state = state(path.resolve(LAST));
        assertThat(state.rollbacks()).isEqualTo(1);
        assertThat(state.learner()).containsEntry("rate-halvings", 1L);
        assertThat(RunLog.read(path).images()).isEqualTo(320);
    }

    @Test
    void after_going_back_it_goes_another_way_in_the_same_way_each_time() throws IOException {
        Path untouched = folder.resolve("untouched");
        Path once = folder.resolve("once");
        Path again = folder.resolve("again");
        train(untouched, List.of(), List.of());
        train(once, List.of(176L), List.of());
        train(again, List.of(176L), List.of());
        assertThat(TinyRuns.tensorFiles(once.resolve(LAST)))
                .isEqualTo(TinyRuns.tensorFiles(again.resolve(LAST)))
                .isNotEqualTo(TinyRuns.tensorFiles(untouched.resolve(LAST)));
        assertThat(state(once.resolve(LAST)).learner().get("latents"))
                .isGreaterThan(state(untouched.resolve(LAST)).learner().get("latents"));
    }

    /** 208 is after going back, 256 a step after another checkpoint. */
    @ParameterizedTest
    @ValueSource(longs = {208, 256, 304})
    void stopped_and_resumed_with_halved_rates_equals_never_stopped(long stop) throws IOException {
        Path straight = folder.resolve("straight");
        train(straight, List.of(176L), List.of());
        Path stopped = folder.resolve("stopped");
        train(stopped, List.of(176L), List.of(stop));
        train(stopped, List.of(), List.of());
        assertThat(TinyRuns.tensorFiles(stopped.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        assertThat(state(stopped.resolve(LAST)).learner())
                .isEqualTo(state(straight.resolve(LAST)).learner());
    }

    /** What is saved on a request must not become the place to go back to: without the request it would not be there. */
    @Test
    void an_interruption_before_it_breaks_changes_nothing() throws IOException {
        Path straight = folder.resolve("straight");
        train(straight, List.of(208L), List.of(), "training.keep-checkpoints=1");
        Path stopped = folder.resolve("stopped");
        train(stopped, List.of(), List.of(176L), "training.keep-checkpoints=1");
        train(stopped, List.of(), List.of(192L));
        train(stopped, List.of(208L), List.of());
        assertThat(TinyRuns.tensorFiles(stopped.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        try (Stream<Path> checkpoints = Files.list(stopped.resolve("checkpoints"))) {
            assertThat(checkpoints).hasSize(1);
        }
    }

    @Test
    void twice_is_borne_and_the_third_time_is_the_end() {
        Path path = folder.resolve("run");
        List<TrainingEvent> events = train(path, List.of(176L, 256L), List.of());
        assertThat(RunLog.read(path).alerts())
                .extracting(TrainingEvent.Alerted::images)
                .containsExactly(160L, 240L);
        assertThat(events.getLast().images()).isEqualTo(320);

        assertThatThrownBy(() -> train(folder.resolve("hopeless"), List.of(176L, 256L, 288L), List.of()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("at step 19")
                .hasMessageContaining("halved the learning rates 2 times already")
                .hasMessageContaining(
                        "The last good checkpoint is " + folder.resolve("hopeless/checkpoints/000000.240k"))
                .hasMessageContaining("--set generator.optimizer.rate=2.5E-5");
    }

    @Test
    void rates_beyond_hope_stop_the_run_with_a_sentence_after_two_halvings() {
        Path path = folder.resolve("run");
        assertThatThrownBy(() -> train(path, List.of(), List.of(), "discriminator.optimizer.rate=1e30"))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("halved the learning rates 2 times already");
        RunLog log = RunLog.read(path);
        assertThat(log.alerts()).extracting(TrainingEvent.Alerted::symptom).containsOnly("divergence");
        assertThat(log.events().getLast()).isInstanceOfSatisfying(TrainingEvent.Stopped.class, stopped -> {
            assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.FAILED);
            assertThat(stopped.message()).contains("halved the learning rates 2 times already");
        });
    }

    /** Finite numbers, but out of all proportion. */
    @Test
    void logits_that_run_away_are_a_divergence_although_no_number_is_infinite() {
        Path path = folder.resolve("run");
        assertThatThrownBy(() -> train(
                        path,
                        List.of(),
                        List.of(),
                        "discriminator.optimizer.rate=1000",
                        "training.batch=64",
                        "training.kimg=40",
                        "training.checkpoint-kimg=4",
                        "training.sample-kimg=100"))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("gradients exploded");
        assertThat(RunLog.read(path).alerts()).isNotEmpty();
    }
}
