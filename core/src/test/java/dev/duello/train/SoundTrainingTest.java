package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.sound.Sounds;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.network.NetworkFamily;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of sounds: chosen by themselves, trained, measured, resumed and sampled. */
@Tag("slow")
class SoundTrainingTest {
    private static final SoundFormat FORMAT = new SoundFormat(256, 8000);
    private static final int COUNT = 48;
    private static final String LAST = "checkpoints/000000.128k";
    private static final Map<String, String> TINY = Map.of(
            "generator.width", "2",
            "discriminator.width", "2",
            "discriminator.steps", "2",
            "training.kimg", "0.128",
            "training.sample-kimg", "0.064",
            "training.checkpoint-kimg", "0.064",
            "evaluation.kimg", "0.064");

    @TempDir
    private Path folder;

    private MediumTraining of(Dataset samples) {
        return new MediumTraining(samples, TINY, folder);
    }

    /** Half of them low, half of them high tones. */
    private static Dataset tones() {
        return tones(FORMAT);
    }

    private static Dataset tones(SoundFormat format) {
        ByteBuffer stored = ByteBuffer.allocate(COUNT * format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int[] labels = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = i % 2;
            for (float sample : Sounds.tone(300 + 20 * i + 1000 * labels[i], format.rate(), format.length())) {
                stored.putShort((short) Math.round(sample * 32_767));
            }
        }
        return Datasets.of("tones", format, stored.array(), labels, List.of("low", "high"));
    }

    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight;
        try (Dataset sounds = tones()) {
            MediumTraining training = of(sounds);
            Experiment experiment = training.experiment();
            assertThat(experiment.preset()).isEqualTo("wavegan");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().classes()).containsOnlyKeys("low", "high");
            straight = training.stoppedAndResumedEqualsNeverStopped(72, LAST, evaluated -> {
                assertThat(evaluated.protocol()).startsWith("random-spectrogram-");
                assertThat(evaluated.values().get("fid")).isPositive();
            });
        }
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
    void spectrograms_train_and_sounds_come_out_the_same_after_a_stop() throws IOException {
        SoundFormat format = new SoundFormat(1024, 8000);
        try (Dataset sounds = tones(format)) {
            Map<String, String> settings = new HashMap<>(TINY);
            settings.put("preset", "specgan");
            Path straight = new MediumTraining(sounds, settings, folder)
                    .stoppedAndResumedEqualsNeverStopped(
                            80,
                            LAST,
                            evaluated -> assertThat(evaluated.protocol()).startsWith("random-spectrogram-"));
            try (TrainedModel model = TrainedModel.open(straight)) {
                assertThat(model.format()).isEqualTo(format);
                assertThat(model.sample(3, 1)).hasSize(3 * format.bytes()).isEqualTo(model.sample(3, 1));
            }
        }
    }

    @Test
    void spectrograms_need_a_length_that_is_a_power_of_two() {
        try (Dataset sounds = tones(new SoundFormat(1280, 8000))) {
            assertThatThrownBy(() -> of(sounds).start("preset=specgan"))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageEndingWith("not of 1280 samples: set data.length=1024.");
        }
    }

    @Test
    void private_training_compares_waveforms_with_the_data_and_refuses_spectrograms() {
        try (Dataset sounds = tones(new SoundFormat(1024, 8000))) {
            assertThatThrownBy(() -> of(sounds)
                            .start(
                                    "preset=private",
                                    "network=specgan",
                                    "privacy.epsilon=50",
                                    "privacy.delta=1e-3",
                                    "training.batch=8"))
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("privacy.embedding: it compares the sounds");
        }
    }

    @Test
    void what_only_images_have_is_refused_before_anything_is_written() {
        try (Dataset sounds = tones()) {
            MediumTraining training = of(sounds);
            training.refused("data.flip: only images can be mirrored", "data.flip=true");
            training.refused("data.labels: only images can be grouped", "data.labels=cluster");
            training.refused("data.size: 'tones' holds sounds", "data.size=32x32");
            training.refused(
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            training.refused("swd looks at the pixels of images, not at sounds.", "evaluation.metric=swd");
            assertThatThrownBy(() -> training.start("preset=dcgan"))
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

    @ParameterizedTest
    @CsvSource({"256, wavegan", "512, wavegan", "1024, specgan", "1280, wavegan", "4096, specgan", "65536, specgan"})
    void the_default_preset_is_that_of_spectrograms_where_the_length_allows_in_all_sizes(int length, String preset) {
        SoundFormat format = new SoundFormat(length, 8000);
        try (Dataset sounds = Datasets.of("silence", format, new byte[2 * format.bytes()], null, List.of())) {
            Experiment tiny = ExperimentReader.readFor(sounds, null, Map.of("preset", "auto-tiny"));
            assertThat(tiny.preset()).isEqualTo(preset + "-tiny");
            Experiment again = ExperimentReader.readFor(sounds, null, Map.of("preset", preset + "-tiny"));
            assertThat(tiny).isEqualTo(again);
        }
    }

    @ParameterizedTest
    @CsvSource({"private, WAVEGAN", "vae, WAVEGAN", "autoencoder, WAVEGAN"})
    void presets_of_images_compare_waveforms(String preset, NetworkFamily network) {
        try (Dataset sounds = tones(new SoundFormat(1024, 8000))) {
            Experiment experiment =
                    ExperimentReader.readFor(sounds, null, Map.of("preset", preset, "training.batch", "8"));
            assertThat(experiment.settings().toString()).contains("network=" + network);
        }
    }
}
