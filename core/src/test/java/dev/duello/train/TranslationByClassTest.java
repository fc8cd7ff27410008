package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.CacheExtension;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.image.Picture;
import dev.duello.data.source.Datasets;
import dev.duello.learn.Weights;
import dev.duello.translate.ImageTranslation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A translator whose sources do not tell what is to be made of them: the class does. */
@Tag("slow")
@ExtendWith(CacheExtension.class)
class TranslationByClassTest {
    private static final List<String> COLORS = List.of("red", "green");

    @TempDir
    private Path folder;

    private static Experiment experiment() {
        return ExperimentReader.read(
                null,
                Stream.of(
                                "preset=pix2pix",
                                "source.task=colorize",
                                "loss.l1=10",
                                "generator.width=4",
                                "generator.depth=2",
                                "generator.optimizer.rate=1e-2",
                                "generator.ema.half-life-kimg=0.02",
                                "discriminator.width=4",
                                "discriminator.depth=1",
                                "data.labels=use",
                                "data.held-out=8",
                                "training.batch=8",
                                "training.kimg=0.48",
                                "training.checkpoint-kimg=0.48",
                                "evaluation.metric=psnr",
                                "evaluation.kimg=0.48",
                                "machine.threads=1",
                                "machine.device=cpu",
                                "machine.precision=fp32")
                        .collect(LinkedHashMap::new, TranslationByClassTest::put, Map::putAll));
    }

    private static void put(Map<String, String> settings, String line) {
        settings.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }

    /** Of one color each, with brighter halves: a green of 102 is as bright as a red of 200. */
    private static Dataset images() {
        Random random = new Random(5);
        byte[] pixels = new byte[40 * 8 * 8 * 3];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 2;
            double bright = 0.5 + 0.4 * random.nextDouble();
            for (int at = 0; at < 64; at++) {
                double level = at / 8 < 4 ? bright : bright / 2;
                pixels[(i * 64 + at) * 3 + labels[i]] = (byte) (level * (labels[i] == 0 ? 200 : 102));
            }
        }
        return Datasets.of("halves", new ImageFormat(3, 8, 8), pixels, labels, COLORS);
    }

    @Test
    void the_class_decides_the_color_is_measured_by_and_is_resumed_to_the_bit() throws IOException {
        Path straight = folder.resolve("straight");
        List<Double> psnr = new ArrayList<>();
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(), images, straight)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Evaluated each) {
                    psnr.add(each.values().get("psnr"));
                }
            });
        }
        Path path = folder.resolve("stopped");
        try (Dataset images = images();
                TrainingRun run = TrainingRun.start(experiment(), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped && event.images() == 104) {
                    run.requestStop();
                }
            });
        }
        try (Dataset images = images();
                TrainingRun run = TrainingRun.resume(path, images, 0)) {
            run.train(event -> {});
        }
        String last = "checkpoints/000000.480k";
        assertThat(TinyRuns.tensorFiles(path.resolve(last))).isEqualTo(TinyRuns.tensorFiles(straight.resolve(last)));
        // The mean of both colors, the best without the class, is 17 dB from its target.
        assertThat(psnr.getLast()).isGreaterThan(24);
        byte[] gray = new byte[64];
        Arrays.fill(gray, 0, 32, (byte) 40);
        Arrays.fill(gray, 32, 64, (byte) 20);
        try (TrainedModel model = TrainedModel.open(straight)) {
            assertThat(model.classes()).isEqualTo(COLORS);
            ImageTranslation translation =
                    new ImageTranslation(model.translator(), model.model().device(), Weights.AVERAGE);
            Picture source = new Picture(8, 8, 1, gray).withChannels(4);
            for (int label = 0; label < 2; label++) {
                byte[] made = translation.translate(source, label, 0).pixels();
                int bright = (8 + 4) * 3;
                assertThat((made[bright + label] & 255) - (made[bright + 1 - label] & 255))
                        .as(COLORS.get(label))
                        .isGreaterThan(30);
            }
        }
    }
}
