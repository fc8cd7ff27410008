package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HeldOutTrainingTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    private Path train(String name, Dataset images, String... settings) {
        Path path = folder.resolve(name);
        try (TrainingRun run = TrainingRun.start(TinyRuns.experiment(settings), images, path)) {
            run.train(event -> {});
        }
        return path;
    }

    @Test
    void a_training_never_learns_from_what_is_kept_out() throws IOException {
        try (Dataset images = TinyRuns.images(0)) {
            Path run = train("run", images, "data.held-out=10");
            Dataset part = RunDirectory.open(run).experiment().trainingPart(images);
            byte[] left = new byte[30 * 256];
            for (int i = 0; i < 30; i++) {
                System.arraycopy(part.stored(i), 0, left, i * 256, 256);
            }
            try (Dataset alone = Datasets.of("left", images.format(), left, null, List.of())) {
                Path same = train("same", alone);

                assertThat(TinyRuns.tensorFiles(run.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(same.resolve(LAST)));
            }
            assertThat(TinyRuns.tensorFiles(run.resolve(LAST)))
                    .isNotEqualTo(TinyRuns.tensorFiles(
                            train("all", images, "data.held-out=0").resolve(LAST)));
        }
    }

    @Test
    void the_run_tells_how_many_were_kept_out() throws IOException {
        try (Dataset images = TinyRuns.images(0)) {
            Path few = train("few", images);
            Path run = train("run", images, "data.held-out=10");

            assertThat(Files.readString(few.resolve("experiment.yaml"))).contains("held-out: \"0\"");
            assertThat(Files.readString(run.resolve("experiment.yaml"))).contains("held-out: \"10\"");
            assertThat(RunDirectory.open(run)
                            .experiment()
                            .trainingPart(images)
                            .heldOut()
                            .size())
                    .isEqualTo(10);
        }
    }

    @Test
    void a_class_that_is_kept_out_wholly_is_never_asked_for() {
        try (Dataset images = TinyRuns.labeled(0)) {
            Experiment few =
                    TinyRuns.experiment("data.held-out=117", "data.labels=use").forImages(images);
            Dataset part = few.trainingPart(images);
            long left = IntStream.range(0, 3).filter(i -> part.label(i) == 0).count();

            assertThat(few.data().classes()).containsEntry("left", left / 3.0);
        }
    }

    @Test
    void keeping_out_all_is_refused() {
        try (Dataset images = TinyRuns.images(0)) {
            assertThatThrownBy(() -> TinyRuns.experiment("data.held-out=39").forImages(images))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("data.held-out: 39 of the 40");
        }
        assertThatThrownBy(() -> TinyRuns.experiment("data.held-out=5%"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("a number of images");
    }
}
