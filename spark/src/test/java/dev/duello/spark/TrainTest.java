package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class TrainTest {
    @TempDir
    private Path folder;

    @Test
    void executors_train_one_model_together_and_go_on_with_a_run_that_is_there() throws IOException {
        String images = TinyRun.writeImages(folder.resolve("images")).toString();
        Path run = folder.resolve("run");
        DuelloSpark duello = new DuelloSpark(LocalCluster.shared());

        assertThat(duello.train(experiment(images), run, 2)).isEqualTo(Reason.COMPLETED);

        RunDirectory directory = RunDirectory.open(run);
        assertThat(directory.experiment().machine().threads()).isEqualTo(1);
        assertThat(directory.experiment().machine().group().processes()).isEqualTo(2);
        assertThat(directory.checkpointNames().getFirst()).isEqualTo("000000.160k");
        try (TrainedModel model = TrainedModel.open(run)) {
            assertThat(model.imagesSeen()).isEqualTo(160);
            assertThat(model.sample(2, 1)).hasSize(512);
        }
        // A run that began anew would refuse the folder; there is nothing left to do in this one.
        assertThat(duello.train(experiment(images), run, 2)).isEqualTo(Reason.COMPLETED);
    }

    @Test
    void one_process_is_no_group() throws IOException {
        DuelloSpark duello = new DuelloSpark(LocalCluster.shared());
        assertThatThrownBy(() -> duello.train(experiment("nowhere"), folder.resolve("one"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }

    private static Experiment experiment(String images) {
        return TinyRun.experiment("data.source", images, "machine.threads", "0");
    }
}
