package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.PngFiles;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.metric.ImageSource;
import dev.duello.torch.RandomStream;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop trains, measures and resumes a translator as it does a GAN. */
@Tag("slow")
@ExtendWith(CacheExtension.class)
class TranslationRunTest {
    private static final String LAST = "checkpoints/000000.160k";

    @TempDir
    private Path folder;

    private static Experiment experiment(String preset, String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "preset", preset,
                "generator.width", "4",
                "generator.depth", "3",
                "discriminator.width", "4",
                "discriminator.depth", "1",
                "training.batch", "8",
                "training.kimg", "0.16",
                "training.sample-kimg", "0.08",
                "training.checkpoint-kimg", "0.08",
                "machine.threads", "1"));
        all.put("machine.device", "cpu");
        all.put("machine.precision", "fp32");
        all.put("evaluation.metric", "none");
        all.put("data.held-out", "8");
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ExperimentReader.read(null, all);
    }

    /** 40 images of 16x16: a square of a color on another. */
    private static Dataset images() {
        Random random = new Random(5);
        byte[] pixels = new byte[40 * 16 * 16 * 3];
        for (int i = 0; i < 40; i++) {
            int[] colors = random.ints(6, 0, 256).toArray();
            int top = random.nextInt(10);
            int left = random.nextInt(10);
            for (int at = 0; at < 256; at++) {
                boolean inside = at / 16 >= top && at / 16 < top + 6 && at % 16 >= left && at % 16 < left + 6;
                for (int c = 0; c < 3; c++) {
                    pixels[(i * 256 + at) * 3 + c] = (byte) colors[inside ? c : c + 3];
                }
            }
        }
        return Datasets.of("squares", new ImageFormat(3, 16, 16), pixels, null, List.of());
    }

    private Path train(String name, Experiment experiment) {
        Path path = folder.resolve(name);
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, path)) {
            assertThat(run.train(event -> {}).reason()).isEqualTo(TrainingEvent.Stopped.Reason.COMPLETED);
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13})
    void stopped_and_resumed_equals_never_stopped(int step) throws IOException {
        Experiment experiment = experiment(
                "pix2pix",
                "source.task=inpaint",
                "noise=3",
                "loss.diversity=1",
                "generator.dropout=0.5",
                "data.flip=true");
        Path straight = train("straight", experiment);
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 8L * step) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            assertThat(run.imagesSeen()).isEqualTo(8L * step);
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST)))
                .hasSize(4)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @ParameterizedTest
    @CsvSource({"cyclegan,replay=6,7", "cut,loss.patches=20,8"})
    void unpaired_images_are_learned_from_and_resumed_to_the_bit_with_all_that_is_kept(
            String preset, String own, int files) throws IOException {
        Path sources = folder.resolve("sources");
        for (int i = 0; i < 9; i++) {
            byte[] pixels = new byte[768];
            new Random(i).nextBytes(pixels);
            PngFiles.write(sources.resolve(i + ".png"), new ImageFormat(3, 16, 16), pixels);
        }
        Experiment experiment = experiment(
                preset, "generator.depth=1", "training.batch=4", "training.kimg=0.08", own, "source.from=" + sources);
        Path straight = train("straight", experiment);
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, path)) {
            run.train(event -> {
                // The buffers of six images are full by then.
                if (event instanceof TrainingEvent.Stepped && event.images() == 60) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve("checkpoints/000000.080k")))
                .hasSize(files)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve("checkpoints/000000.080k")));
        try (TrainedModel model = TrainedModel.open(path);
                var _ = TensorScope.open()) {
            assertThat(model.translator()
                            .translate(
                                    Tensors.zeros(model.model().device(), 1, 3, 20, 12),
                                    null,
                                    new RandomStream("x", 0),
                                    Weights.RAW)
                            .shape())
                    .containsExactly(1, 3, 20, 12);
        }
    }

    @Test
    void it_is_measured_on_the_held_out_part_shown_and_ended_by_a_goal() throws IOException {
        List<TrainingEvent.Evaluated> evaluated = new ArrayList<>();
        Path path = folder.resolve("measured");
        Experiment experiment = experiment(
                "pix2pix",
                "source.task=colorize",
                "evaluation.metric=psnr",
                "evaluation.features=random",
                "evaluation.kimg=0.08",
                "evaluation.until=psnr>1,ssim>-1,feature-distance<1e9");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, path)) {
            TrainingEvent.Stopped stopped = run.train(event -> {
                if (event instanceof TrainingEvent.Evaluated each) {
                    evaluated.add(each);
                }
            });
            assertThat(stopped.reason()).isEqualTo(TrainingEvent.Stopped.Reason.REACHED);
        }
        assertThat(evaluated).hasSize(1);
        assertThat(evaluated.getFirst().values()).containsOnlyKeys("psnr", "ssim", "feature-distance");
        assertThat(evaluated.getFirst().protocol()).contains("8 fakes against 8 of squares held-out");
        // Sixteen columns would be 64 latents; six are two triples, four rows of them the eight that are held out.
        var grid = ImageIO.read(path.resolve("samples/000000.080k.png").toFile());
        assertThat((double) grid.getWidth() / grid.getHeight()).isCloseTo(6.0 / 4, within(0.03));
        assertThat(Files.readString(path.resolve("experiment.yaml"))).contains("channels: \"1\"");
    }

    @Test
    void unpaired_images_are_not_compared_with_targets() {
        Path sources = folder.resolve("unrelated");
        PngFiles.write(sources.resolve("0.png"), new ImageFormat(3, 16, 16), new byte[768]);
        PngFiles.write(sources.resolve("1.png"), new ImageFormat(3, 16, 16), new byte[768]);
        refused(
                "unpaired images have none",
                experiment("cut", "generator.depth=1", "source.from=" + sources, "evaluation.metric=psnr"));
    }

    @Test
    void what_the_measuring_network_sees_is_matched_and_resumed_to_the_bit() throws IOException {
        Experiment experiment = experiment(
                "pix2pix",
                "source.task=colorize",
                "evaluation.features=random",
                "loss.adversarial=0",
                "loss.l1=0",
                "loss.features=100",
                "generator.optimizer.rate=2e-3");
        List<Double> losses = new ArrayList<>();
        Path straight = folder.resolve("straight");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, straight)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    losses.add(step.statistics().get("feature-loss"));
                }
            });
        }
        assertThat(losses).hasSize(20);
        assertThat(losses.getLast()).isLessThan(0.8 * losses.getFirst());
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment, images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 56) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            run.train(event -> {});
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(LAST))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
    }

    @Test
    void enlarging_begins_as_the_nearest_neighbor_and_takes_any_size() {
        Path path = train("sr", experiment("sr", "source.task=super-resolution", "training.kimg=0.008"));
        try (TrainedModel model = TrainedModel.open(path, "0");
                var _ = TensorScope.open()) {
            Translator translator = model.translator();
            assertThat(translator.factor()).isEqualTo(2);
            assertThat(translator.sourceShape().axes()).containsExactly(3, 8, 8);
            float[] values = new float[3 * 5 * 11];
            for (int i = 0; i < values.length; i++) {
                values[i] = i / 200f;
            }
            float[] large = translator
                    .translate(Tensors.of(values, 1, 3, 5, 11), null, new RandomStream("x", 0), Weights.AVERAGE)
                    .toFloats();
            assertThat(large).hasSize(3 * 10 * 22);
            for (int i = 0; i < large.length; i++) {
                // Where the machine has it, convolutions compute in bf16.
                assertThat(large[i])
                        .isCloseTo(values[i / 220 * 55 + i % 220 / 22 / 2 * 11 + i % 22 / 2], within(0.004f));
            }
        }
    }

    @Test
    void noise_gives_each_source_several_results_which_hang_on_the_index_alone() {
        Path path = train("noise", experiment("pix2pix", "source.task=colorize", "noise=4"));
        try (Dataset images = images();
                TrainedModel model = TrainedModel.open(path);
                Arena arena = Arena.ofConfined()) {
            Experiment experiment = RunDirectory.open(path).experiment();
            Dataset pairs = experiment.samples(images);
            ImageSource one = translations(model, pairs, 1);
            MemorySegment all = arena.allocate(40L * 768);
            MemorySegment part = arena.allocate(7L * 768);
            one.fill(0, 40, all);
            one.fill(20, 7, part);
            assertThat(part.mismatch(all.asSlice(20L * 768, 7L * 768))).isEqualTo(-1);
            translations(model, pairs, 2).fill(20, 7, part);
            assertThat(part.mismatch(all.asSlice(20L * 768, 7L * 768))).isNotEqualTo(-1);
        }
    }

    private static ImageSource translations(TrainedModel model, Dataset pairs, long seed) {
        return new Translations(model.translator(), model.model().device(), pairs, 40, Weights.RAW, seed);
    }

    @Test
    void what_does_not_suit_is_refused_before_anything_is_written() {
        refused("it is not said what images are made from", experiment("pix2pix"));
        refused("'colourise' is not a task", () -> experiment("pix2pix", "source.task=colourise"));
        refused("multiple of 64", experiment("pix2pix", "source.task=colorize", "generator.depth=6"));
        refused("as large as their sources", experiment("pix2pix", "source.task=super-resolution"));
        refused(
                "nothing is learned",
                () -> experiment("pix2pix", "source.task=colorize", "loss.adversarial=0", "loss.l1=0"));
        refused("has no labels to use", experiment("pix2pix", "source.task=colorize", "data.labels=use"));
        refused(
                "takes the labels that there are",
                experiment("pix2pix", "source.task=colorize", "data.labels=cluster"));
        refused(
                "removes what is the same at every place",
                experiment(
                        "pix2pix",
                        "source.task=colorize",
                        "network=resnet",
                        "noise=3",
                        "generator.normalization=instance"));
        refused("without noise", () -> experiment("pix2pix", "source.task=colorize", "loss.diversity=1"));
        refused(
                "psnr compares each image with its target",
                TinyRuns.experiment("evaluation.metric=psnr", "evaluation.samples=40"));
    }

    private void refused(String sentence, Experiment experiment) {
        refused(sentence, () -> {
            try (Dataset images = images()) {
                TrainingRun.start(experiment, images, folder.resolve("refused")).close();
            }
        });
    }

    private void refused(String sentence, ThrowingCallable call) {
        assertThatExceptionOfType(SettingException.class).isThrownBy(call).withMessageContaining(sentence);
        assertThat(folder.resolve("refused")).doesNotExist();
    }
}
