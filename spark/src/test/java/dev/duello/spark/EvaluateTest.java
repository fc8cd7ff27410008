package dev.duello.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metrics;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(LocalCluster.class)
class EvaluateTest {
    private static final int COUNT = 1100;
    private static final long SEED = 3;

    @TempDir
    private static Path folder;

    @Test
    void the_number_is_that_of_a_single_machine() throws IOException {
        Torch.setThreads(1);
        Path run = folder.resolve("run");
        TinyRun.train(run);
        Path images = TinyRun.writeImages(folder.resolve("images"));

        // Reals in two parts, fakes in four, and groups of two of them.
        Evaluation distributed = new DuelloSpark(LocalCluster.shared())
                .evaluate(run, SEED, COUNT, images.toString(), Split.TRAIN, "random", 250);
        Evaluation single = onThisMachine(run, images);

        assertThat(distributed.protocol()).isEqualTo(single.protocol());
        double expected = single.values().get(Metrics.FID);
        assertThat(expected).isPositive();
        assertThat(distributed.values().get(Metrics.FID)).isEqualTo(expected, within(1e-9 * expected));
    }

    private static Evaluation onThisMachine(Path run, Path images) {
        try (Dataset reals = Datasets.open(images.toString(), LoadOptions.DEFAULT);
                TrainedModel model = TrainedModel.open(run);
                Dataset fakes = Datasets.of("fakes", model.format(), model.sample(COUNT, SEED), null, List.of());
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        COUNT,
                        FeatureNetworks.open("random", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            return evaluator.evaluate(ImageSource.of(fakes, COUNT), List.of(Metrics.FID));
        }
    }
}
