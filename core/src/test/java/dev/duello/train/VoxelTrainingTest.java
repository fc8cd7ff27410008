package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.source.Datasets;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.nn.ShapeException;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final Map<String, String> TINY = Map.of(
            "generator.width", "2",
            "discriminator.width", "2",
            "training.kimg", "0.064",
            "training.sample-kimg", "0.064",
            "training.checkpoint-kimg", "0.032",
            "evaluation.kimg", "0.032",
            "evaluation.metric", "nn-accuracy-iou");

    @TempDir
    private Path folder;

    private MediumTraining of(Dataset samples) {
        return new MediumTraining(samples, TINY, folder);
    }

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

    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight;
        try (Dataset boxes = boxes()) {
            MediumTraining training = of(boxes);
            Experiment experiment = training.experiment();
            assertThat(experiment.preset()).isEqualTo("voxel");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().size()).isEqualTo("16x16x16");
            assertThat(experiment.data().classes()).containsOnlyKeys("low", "high");
            straight = training.stoppedAndResumedEqualsNeverStopped(40, LAST, evaluated -> {
                assertThat(evaluated.values().get("nn-accuracy-iou")).isBetween(0.0, 1.0);
            });
        }
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
            MediumTraining training = of(boxes);
            training.refused("data.flip: only images can be mirrored", "data.flip=true");
            training.refused(
                    "data.rate: 'boxes' holds shapes, which have data.size and data.channels", "data.rate=8000");
            training.refused(
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            training.refused("swd looks at the pixels of images, not at shapes.", "evaluation.metric=swd");
            assertThatThrownBy(() -> training.start("preset=dcgan"))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("These networks are for images, and the samples have three spatial axes: set"
                            + " network=slices.");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
