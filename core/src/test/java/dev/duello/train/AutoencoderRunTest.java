package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.learn.Weights;
import dev.duello.torch.TensorScope;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop trains an autoencoder as it trains a GAN. */
@Tag("slow")
class AutoencoderRunTest {
    private static final String LAST = "checkpoints/000000.320k";

    @TempDir
    private Path folder;

    private static Experiment experiment(String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "preset", "autoencoder",
                "latent", "8",
                "encoder.width", "8",
                "decoder.width", "8",
                "training.batch", "16",
                "training.kimg", "0.32",
                "training.sample-kimg", "0.08",
                "training.checkpoint-kimg", "0.08",
                "machine.device", "cpu",
                "machine.threads", "1"));
        all.put("machine.precision", "fp32");
        all.put("evaluation.metric", "none");
        all.put("network", "dcgan");
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.read(null, all);
    }

    private Path train(String name, String... settings) {
        Path path = folder.resolve(name);
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(experiment(settings), images, path)) {
            assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void stopped_and_resumed_equals_never_stopped(int step) throws IOException {
        Path straight = train("straight");
        Path path = folder.resolve("stopped");
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.start(experiment(), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 16L * step) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = TinyRuns.images(0);
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(16L * step);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST)))
                .hasSize(6)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @Test
    void a_run_samples_reconstructs_and_repeats_the_grid_of_its_training() {
        Path path = train("run", "training.kimg=1.6", "training.checkpoint-kimg=0.8");
        assertThat(path.resolve("reconstructions").toFile().list())
                .isNotEmpty()
                .isSubsetOf(path.resolve("samples").toFile().list());
        try (Dataset images = TinyRuns.images(0);
                TrainedModel model = TrainedModel.open(path);
                Arena arena = Arena.ofConfined();
                var _ = TensorScope.open()) {
            assertThat(model.isEncoder()).isTrue();
            assertThat(model.isCritic()).isFalse();
            assertThat(model.sample(3, 1)).hasSize(3 * 256).isEqualTo(model.sample(3, 1));

            MemorySegment originals = arena.allocate(40L * 256);
            MemorySegment found = arena.allocate(40L * 256);
            int[] all = new int[40];
            for (int i = 0; i < 40; i++) {
                all[i] = i;
            }
            images.gather(all, originals);
            model.reconstruct(originals, 40, Weights.RAW, found);
            byte[] x = originals.toArray(ValueLayout.JAVA_BYTE);
            byte[] y = found.toArray(ValueLayout.JAVA_BYTE);
            // A model that ignored its input would at best give the mean image.
            assertThat(meanSquared(x, y)).isLessThan(0.9 * meanSquared(x, meanImage(x)));
        }
    }

    private static byte[] meanImage(byte[] images) {
        byte[] mean = new byte[images.length];
        for (int pixel = 0; pixel < 256; pixel++) {
            long sum = 0;
            for (int i = pixel; i < images.length; i += 256) {
                sum += images[i] & 255;
            }
            for (int i = pixel; i < images.length; i += 256) {
                mean[i] = (byte) (sum * 256 / images.length);
            }
        }
        return mean;
    }

    private static double meanSquared(byte[] x, byte[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow((x[i] & 255) - (y[i] & 255), 2);
        }
        return sum / x.length;
    }

    @Test
    void it_is_measured_while_it_trains() {
        List<TrainingEvent.Evaluated> evaluated = new ArrayList<>();
        try (Dataset images = TinyRuns.labeled(0);
                TrainingRun run = TrainingRun.start(
                        experiment(
                                "evaluation.metric=fid",
                                "evaluation.features=random",
                                "evaluation.kimg=0.16",
                                "evaluation.samples=140"),
                        images,
                        folder.resolve("watched"))) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Evaluated each) {
                    evaluated.add(each);
                }
            });
        }
        assertThat(evaluated)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.values().get("fid")).isPositive());
    }
}
