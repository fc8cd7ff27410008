package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of shapes: chosen by themselves, trained, measured, resumed and sampled. */
@Tag("slow")
class VoxelTrainingTest {
    private static final VoxelFormat FORMAT = new VoxelFormat(16, 1);
    private static final int COUNT = 32;
    private static final String LAST = "checkpoints/000000.064k";

    @TempDir
    private Path folder;

    /** Half of them low, half of them high boxes. */
    private static Dataset boxes() {
        byte[] stored = new byte[COUNT * FORMAT.bytes()];
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = i % 2;
            int layers = 3 + i / 8 + 8 * labels[i];
            // A layer is 32 bytes, a row two.
            for (int at = 0; at < 32 * layers; at++) {
                stored[i * FORMAT.bytes() + at] = (byte) (at % 2 == 0 ? 0xf0 : 0x0f);
            }
        }
        return Datasets.of("boxes", FORMAT, stored, labels, List.of("low", "high"));
    }

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "generator.latent", "4",
                "generator.width", "2",
                "discriminator.width", "2",
                "training.batch", "8",
                "training.kimg", "0.064",
                "training.sample-kimg", "0.064",
                "training.checkpoint-kimg", "0.032",
                "evaluation.kimg", "0.032",
                "evaluation.samples", "16",
                "evaluation.features", "random"));
        settings.put("evaluation.metric", "nn-accuracy-iou");
        settings.put("machine.threads", "1");
        settings.put("machine.precision", "fp32");
        for (String one : more) {
            settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return settings;
    }

    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight = folder.resolve("straight");
        Path stopped = folder.resolve("stopped");
        try (Dataset boxes = boxes()) {
            Experiment experiment = ExperimentReader.readFor(boxes, null, settings());
            assertThat(experiment.preset()).isEqualTo("voxel");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().size()).isEqualTo("16x16x16");
            assertThat(experiment.data().classes()).containsOnlyKeys("low", "high");
            try (TrainingRun run = TrainingRun.start(experiment, boxes, straight)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Evaluated evaluated) {
                        assertThat(evaluated.values().get("nn-accuracy-iou")).isBetween(0.0, 1.0);
                    }
                });
            }
            try (TrainingRun run = TrainingRun.start(experiment, boxes, stopped)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Stepped && event.images() == 40) {
                        run.requestStop();
                    }
                });
            }
            try (TrainingRun run = TrainingRun.resume(stopped, boxes, 0)) {
                assertThat(run.imagesSeen()).isEqualTo(40);
                run.train(event -> {});
            }
        }
        assertThat(TinyRuns.tensorFiles(stopped.resolve(LAST)))
                .hasSize(4)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        assertThat(straight.resolve("samples"))
                .isDirectoryContaining("glob:**reals.png")
                .isDirectoryContaining("glob:**reals.gif")
                .isDirectoryContaining("glob:**000000.064k.png")
                .isDirectoryContaining("glob:**000000.064k.gif");
        try (TrainedModel model = TrainedModel.open(straight)) {
            assertThat(model.format()).isEqualTo(FORMAT);
            assertThat(model.classes()).containsExactly("low", "high");
            assertThat(model.sample(3, 1)).hasSize(3 * FORMAT.bytes()).isEqualTo(model.sample(3, 1));
        }
    }

    @Test
    void what_only_others_have_is_refused_before_anything_is_written() {
        try (Dataset boxes = boxes()) {
            refused(boxes, "data.flip: only images can be mirrored", "data.flip=true");
            refused(boxes, "data.rate: 'boxes' holds shapes, which have data.size and data.channels", "data.rate=8000");
            refused(
                    boxes,
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            refused(boxes, "swd looks at the pixels of images, not at shapes.", "evaluation.metric=swd");
            assertThatThrownBy(() -> start(boxes, "preset=dcgan"))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("These networks are for images, and the samples have three spatial axes: set"
                            + " network=dcgan3d.");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private void refused(Dataset boxes, String message, String... settings) {
        assertThatThrownBy(() -> start(boxes, settings))
                .as(message)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
    }

    private void start(Dataset boxes, String... settings) {
        Experiment experiment = ExperimentReader.readFor(boxes, null, settings(settings));
        try (TrainingRun run = TrainingRun.start(experiment, boxes, folder.resolve("run"))) {
            run.requestStop();
        }
    }
}
