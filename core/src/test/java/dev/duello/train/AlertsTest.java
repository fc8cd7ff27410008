package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings that are sick on purpose, beside one that is not. */
class AlertsTest {
    @TempDir
    private Path folder;

    private List<TrainingEvent> train(String name, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "preset=mlp",
                "training.batch=64",
                "training.kimg=24",
                "training.sample-kimg=100",
                "training.checkpoint-kimg=100",
                "generator.width=32",
                "discriminator.width=32"));
        all.addAll(List.of(settings));
        List<TrainingEvent> events = new ArrayList<>();
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(
                        TinyRuns.experiment(all.toArray(String[]::new)), images, folder.resolve(name))) {
            run.train(events::add);
        }
        return events;
    }

    private static List<String> symptoms(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Alerted.class::isInstance)
                .map(event -> ((TrainingEvent.Alerted) event).symptom())
                .toList();
    }

    @Test
    void a_planted_mode_collapse_is_told_once_with_its_numbers() {
        List<TrainingEvent> events = train("collapsed", "generator.latent=1");
        assertThat(symptoms(events)).containsOnlyOnce("mode-collapse");
        assertThat(RunLog.read(folder.resolve("collapsed")).alerts())
                .filteredOn(alerted -> alerted.symptom().equals("mode-collapse"))
                .allSatisfy(alerted -> {
                    assertThat(alerted.evidence()).contains("as far from the nearest other fake");
                    assertThat(alerted.images()).isBetween(12_000L, 24_000L);
                    assertThat(alerted.seconds()).isPositive();
                });
    }

    @Test
    void the_same_training_with_latents_enough_is_not_collapsed() {
        assertThat(symptoms(train("whole", "generator.latent=32"))).doesNotContain("mode-collapse");
    }

    @Test
    void a_discriminator_that_hardly_learns_is_too_weak() {
        assertThat(symptoms(train("weak", "discriminator.optimizer.rate=1e-7", "generator.optimizer.rate=1e-3")))
                .contains("discriminator-too-weak");
    }
}
