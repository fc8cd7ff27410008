package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.Sounds;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.nn.ShapeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of sounds: chosen by themselves, trained, measured, resumed and sampled. */
@Tag("slow")
class SoundTrainingTest {
    private static final SoundFormat FORMAT = new SoundFormat(256, 8000);
    private static final int COUNT = 48;
    private static final String LAST = "checkpoints/000000.128k";

    @TempDir
    private Path folder;

    /** Half of them low, half of them high tones. */
    private static Dataset tones() {
        ByteBuffer stored = ByteBuffer.allocate(COUNT * FORMAT.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = i % 2;
            for (float sample : Sounds.tone(300 + 20 * i + 1000 * labels[i], FORMAT.rate(), FORMAT.length())) {
                stored.putShort((short) Math.round(sample * 32_767));
            }
        }
        return Datasets.of("tones", FORMAT, stored.array(), labels, List.of("low", "high"));
    }

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "generator.latent", "4",
                "generator.width", "2",
                "discriminator.width", "2",
                "discriminator.steps", "2",
                "training.batch", "8",
                "training.kimg", "0.128",
                "training.sample-kimg", "0.064",
                "training.checkpoint-kimg", "0.064",
                "evaluation.kimg", "0.064",
                "evaluation.samples", "16"));
        settings.put("evaluation.features", "random");
        settings.put("machine.threads", "1");
        settings.put("machine.precision", "fp32");
        for (String one : more) {
            settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return settings;
    }

    private static Experiment experiment(Dataset sounds, String... more) {
        return ExperimentReader.readFor(sounds, null, settings(more));
    }

    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight = folder.resolve("straight");
        Path stopped = folder.resolve("stopped");
        try (Dataset sounds = tones()) {
            Experiment experiment = experiment(sounds);
            assertThat(experiment.preset()).isEqualTo("wavegan");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().classes()).containsOnlyKeys("low", "high");
            try (TrainingRun run = TrainingRun.start(experiment, sounds, straight)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Evaluated evaluated) {
                        assertThat(evaluated.protocol()).startsWith("random-spectrogram-");
                        assertThat(evaluated.values().get("fid")).isPositive();
                    }
                });
            }
            try (TrainingRun run = TrainingRun.start(experiment, sounds, stopped)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Stepped && event.images() == 72) {
                        run.requestStop();
                    }
                });
            }
            try (TrainingRun run = TrainingRun.resume(stopped, sounds, 0)) {
                assertThat(run.imagesSeen()).isEqualTo(72);
                run.train(event -> {});
            }
        }
        assertThat(TinyRuns.tensorFiles(stopped.resolve(LAST)))
                .hasSize(4)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(LAST)));
        assertThat(straight.resolve("samples"))
                .isDirectoryContaining("glob:**reals.png")
                .isDirectoryContaining("glob:**reals.wav")
                .isDirectoryContaining("glob:**000000.128k.png")
                .isDirectoryContaining("glob:**000000.128k.wav");
        try (TrainedModel model = TrainedModel.open(straight)) {
            assertThat(model.format()).isEqualTo(FORMAT);
            assertThat(model.classes()).containsExactly("low", "high");
            assertThat(model.sample(3, 1)).hasSize(3 * FORMAT.bytes()).isEqualTo(model.sample(3, 1));
            model.writeGrid(folder.resolve("some.png"), 3, 1);
            assertThat(Files.readAllBytes(folder.resolve("some.wav"))).hasSize(44 + 3 * (FORMAT.bytes() + 2 * 2000));
        }
    }

    @Test
    void what_only_images_have_is_refused_before_anything_is_written() {
        try (Dataset sounds = tones()) {
            refused(sounds, "data.flip: only images can be mirrored", "data.flip=true");
            refused(sounds, "data.labels: only images can be grouped", "data.labels=cluster");
            refused(sounds, "data.size: 'tones' holds sounds", "data.size=32x32");
            refused(
                    sounds,
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            refused(sounds, "swd looks at the pixels of images, not at sounds.", "evaluation.metric=swd");
            assertThatThrownBy(() -> start(sounds, "preset=dcgan"))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("These networks are for images, and the samples are sounds: set network=wavegan.");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void what_only_sounds_have_is_refused_for_images() {
        try (Dataset images = Datasets.of("dots", new ImageFormat(1, 16, 16), new byte[4 * 256], null, List.of())) {
            assertThatThrownBy(() -> ExperimentReader.readFor(images, null, Map.of("data.rate", "8000")))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("data.rate: 'dots' holds images, which have data.size and data.channels instead.");
        }
    }

    @Test
    void sizes_of_the_default_preset_are_those_of_wavegan() {
        try (Dataset sounds = tones()) {
            Experiment tiny = ExperimentReader.readFor(sounds, null, Map.of("preset", "auto-tiny"));
            assertThat(tiny.preset()).isEqualTo("wavegan-tiny");
            Experiment again = ExperimentReader.readFor(sounds, null, Map.of("preset", "wavegan-tiny"));
            assertThat(tiny).isEqualTo(again);
        }
    }

    private void refused(Dataset sounds, String message, String... settings) {
        assertThatThrownBy(() -> start(sounds, settings))
                .as(message)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
    }

    private void start(Dataset sounds, String... settings) {
        try (TrainingRun run = TrainingRun.start(experiment(sounds, settings), sounds, folder.resolve("run"))) {
            run.requestStop();
        }
    }
}
