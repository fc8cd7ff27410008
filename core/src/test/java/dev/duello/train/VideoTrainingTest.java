package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.video.MotionClips;
import dev.duello.data.video.VideoFormat;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of videos: chosen by themselves, trained, measured, resumed and sampled. */
@Tag("slow")
class VideoTrainingTest {
    private static final VideoFormat FORMAT = new VideoFormat(3, 4, 16, 16);
    private static final int COUNT = 48;
    private static final String LAST = "checkpoints/000000.128k";
    private static final Map<String, String> TINY = Map.of(
            "generator.width", "2",
            "discriminator.width", "2",
            "training.kimg", "0.128",
            "training.sample-kimg", "0.064",
            "training.checkpoint-kimg", "0.064",
            "evaluation.kimg", "0.064");

    @TempDir
    private Path folder;

    private MediumTraining of(Dataset samples) {
        return new MediumTraining(samples, TINY, folder);
    }

    private static Dataset clips() {
        byte[] stored = new byte[COUNT * FORMAT.bytes()];
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            System.arraycopy(MotionClips.of(FORMAT, i), 0, stored, i * FORMAT.bytes(), FORMAT.bytes());
            labels[i] = i % 2;
        }
        return Datasets.of("clips", FORMAT, stored, labels, List.of("even", "odd"));
    }

    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight;
        try (Dataset videos = clips()) {
            MediumTraining training = of(videos);
            Experiment experiment = training.experiment();
            assertThat(experiment.preset()).isEqualTo("video");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().frames()).isEqualTo("4");
            assertThat(experiment.data().classes()).containsOnlyKeys("even", "odd");
            straight = training.stoppedAndResumedEqualsNeverStopped(72, LAST, evaluated -> {
                assertThat(evaluated.protocol()).startsWith("random-3d-");
                assertThat(evaluated.values().get("fid")).isPositive();
            });
        }
        assertThat(straight.resolve("samples"))
                .isDirectoryContaining("glob:**reals.png")
                .isDirectoryContaining("glob:**reals.gif")
                .isDirectoryContaining("glob:**000000.128k.png")
                .isDirectoryContaining("glob:**000000.128k.gif");
        try (TrainedModel model = TrainedModel.open(straight)) {
            assertThat(model.format()).isEqualTo(FORMAT);
            assertThat(model.classes()).containsExactly("even", "odd");
            assertThat(model.sample(3, 1)).hasSize(3 * FORMAT.bytes()).isEqualTo(model.sample(3, 1));
            model.writeGrid(folder.resolve("some.png"), 3, 1);
            assertThat(folder.resolve("some.gif")).isNotEmptyFile();
        }
    }

    @Test
    void what_only_images_have_is_refused_before_anything_is_written() {
        try (Dataset videos = clips()) {
            MediumTraining training = of(videos);
            training.refused("data.flip: only images can be mirrored", "data.flip=true");
            training.refused("data.labels: only images can be grouped", "data.labels=cluster");
            training.refused("data.length: 'clips' holds videos", "data.length=2048");
            training.refused(
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            training.refused("swd looks at the pixels of images, not at videos.", "evaluation.metric=swd");
            assertThatThrownBy(() -> training.start("preset=dcgan"))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("set network=slices.");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void what_only_videos_have_is_refused_for_images() {
        try (Dataset images = Datasets.of("dots", new ImageFormat(1, 16, 16), new byte[4 * 256], null, List.of())) {
            assertThatThrownBy(() -> ExperimentReader.readFor(images, null, Map.of("data.frames", "16")))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("data.frames: 'dots' holds images, which have data.size and data.channels instead.");
            assertThat(ExperimentReader.readFor(images, null, Map.of()).data().frames())
                    .isEqualTo("1");
        }
    }

    @Test
    void a_grid_that_is_none_is_refused() {
        assertThatThrownBy(() -> ExperimentReader.read(null, Map.of("data.grid", "4")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("data.grid")
                .hasMessageContaining("write ROWSxCOLUMNS such as 4x4");
    }
}
