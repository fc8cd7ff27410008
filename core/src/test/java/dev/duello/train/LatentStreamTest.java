package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.torch.TensorScope;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentStreamTest {
    @TempDir
    private Path folder;

    @Test
    void a_stream_from_an_index_on_is_the_end_of_the_one_from_the_beginning() {
        Path run = folder.resolve("run");
        try (Dataset images = TinyRuns.labeled(1);
                TrainingRun training =
                        TrainingRun.start(TinyRuns.experiment("data.labels=use", "training.kimg=0.016"), images, run)) {
            training.train(_ -> {});
        }
        try (TrainedModel model = TrainedModel.open(run)) {
            assertThat(from(model, null, 5)).isEqualTo(endOf(from(model, null, 0), 5));
            assertThat(from(model, 1, 3)).isEqualTo(endOf(from(model, 1, 0), 3));
        }
    }

    /** The latents from one on to the tenth. */
    private static float[] from(TrainedModel model, @Nullable Integer label, int first) {
        try (var _ = TensorScope.open()) {
            return model.latentStream(7, label, first).apply(10 - first).toFloats();
        }
    }

    private static float[] endOf(float[] all, int first) {
        return Arrays.copyOfRange(all, all.length / 10 * first, all.length);
    }
}
