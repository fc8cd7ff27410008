package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.LikelihoodBound;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop trains variational autoencoders as it trains a GAN. */
@Tag("slow")
class VaeRunTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    private static Experiment experiment(String preset, String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("preset", preset);
        all.put("network", "dcgan");
        all.put("latent", "8");
        all.put("encoder.width", "8");
        all.put("decoder.width", "8");
        if (preset.equals("vae-gan")) {
            all.put("discriminator.width", "8");
        }
        all.put("training.batch", "16");
        all.put("training.kimg", "0.32");
        all.put("training.sample-kimg", "0.08");
        all.put("training.checkpoint-kimg", "0.08");
        all.put("evaluation.metric", "none");
        all.put("machine.device", "cpu");
        all.put("machine.threads", "1");
        all.put("machine.precision", "fp32");
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.read(null, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vae", "beta-vae", "vae-gan"})
    void stopped_and_resumed_equals_never_stopped_and_the_run_opens(String preset) throws IOException {
        Path straight = folder.resolve("straight");
        try (Dataset images = TinyRuns.labeled(0);
                TrainingRun run = TrainingRun.start(experiment(preset), images, straight)) {
            run.train(event -> {});
        }
        Path path = folder.resolve("stopped");
        try (Dataset images = TinyRuns.labeled(0);
                TrainingRun run = TrainingRun.start(experiment(preset), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 16L * 7) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = TinyRuns.labeled(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(16L * 7);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST)))
                .isNotEmpty()
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        assertThatItOpens(path, !preset.equals("beta-vae"), !preset.equals("vae-gan"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vae", "vae-gan"})
    void all_black_images_and_very_few_are_trained_on(String preset) {
        byte[] black = new byte[2 * 256];
        try (Dataset images = Datasets.of("black", new ImageFormat(1, 16, 16), black, null, List.of());
                TrainingRun run = TrainingRun.start(experiment(preset), images, folder.resolve("black"))) {
            assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vae", "vae-gan"})
    void an_absurd_rate_ends_in_a_sentence_and_the_first_checkpoint_stays(String preset) {
        Path path = folder.resolve("absurd");
        try (Dataset images = TinyRuns.labeled(0);
                TrainingRun run = TrainingRun.start(experiment(preset, "optimizer.rate=1e30"), images, path)) {
            assertThatThrownBy(() -> run.train(event -> {}))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("NaN or infinity in");
        }
        try (TrainedModel model = TrainedModel.open(path)) {
            assertThat(model.sample(2, 1)).hasSize(2 * 256);
        }
    }

    private static void assertThatItOpens(Path path, boolean knowsClasses, boolean hasLikelihood) {
        try (TrainedModel model = TrainedModel.open(path);
                var _ = TensorScope.open()) {
            assertThat(model.classes().isEmpty()).isEqualTo(!knowsClasses);
            assertThat(model.isEncoder()).isTrue();
            assertThat(model.sample(3, 1)).hasSize(3 * 256).isEqualTo(model.sample(3, 1));
            assertThat(model.model().likelihood().isPresent()).isEqualTo(hasLikelihood);
            if (!hasLikelihood) {
                return;
            }
            LikelihoodBound likelihood = model.model().likelihood().orElseThrow();
            Tensor weights = likelihood.logWeights(
                    new RandomStream("images", 1).uniform(Device.CPU, -1, 1, 5, 1, 16, 16),
                    Tensors.of(new long[5], 5),
                    3,
                    new RandomStream("draws", 1),
                    Weights.AVERAGE);
            assertThat(weights.shape()).containsExactly(5, 3);
            assertThat(weights.isFinite()).isTrue();
        }
    }
}
