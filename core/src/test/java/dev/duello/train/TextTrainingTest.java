package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of texts: chosen by themselves, trained, measured, resumed and sampled. */
@Tag("slow")
class TextTrainingTest {
    private static final TextFormat FORMAT = new TextFormat(5, new Alphabet("'abcé: #𝄞\uFFFD"));
    private static final String LAST = "checkpoints/000000.024k";
    private static final Map<String, String> TINY = Map.of(
            "generator.width", "3",
            "generator.blocks", "1",
            "discriminator.width", "3",
            "discriminator.blocks", "1",
            "training.kimg", "0.024",
            "training.checkpoint-kimg", "0.024",
            "evaluation.kimg", "0.024",
            "training.sample-kimg", "0.024",
            "discriminator.steps", "2");

    @TempDir
    private Path folder;

    private MediumTraining of(Dataset samples) {
        return new MediumTraining(samples, TINY, folder);
    }

    private static Dataset words() {
        List<String> lines = new ArrayList<>();
        int[] labels = new int[48];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            lines.add((labels[i] == 0 ? "ab" : "é𝄞") + "c".repeat(i % 3));
        }
        return Datasets.of("words", FORMAT, FORMAT.stored(lines), labels, List.of("latin", "other"));
    }

    /** Three steps. */
    @Test
    void stopped_and_resumed_equals_never_stopped_with_metric_previews_and_samples() throws IOException {
        Path straight;
        try (Dataset texts = words()) {
            MediumTraining training = of(texts);
            Experiment experiment = training.experiment();
            assertThat(experiment.preset()).isEqualTo("text");
            assertThat(experiment.format()).isEqualTo(FORMAT);
            assertThat(experiment.data().classes()).containsOnlyKeys("latin", "other");
            straight = training.stoppedAndResumedEqualsNeverStopped(16, LAST, evaluated -> {
                assertThat(evaluated.values().get("jsd-4")).isBetween(0.0, 1.0);
            });
        }
        assertThat(straight.resolve("samples"))
                .isDirectoryContaining("glob:**reals.png")
                .isDirectoryContaining("glob:**reals.txt")
                .isDirectoryContaining("glob:**000000.024k.png")
                .isDirectoryContaining("glob:**000000.024k.txt");
        assertThat(Files.readAllLines(straight.resolve("samples/reals.txt")))
                .hasSizeGreaterThan(40)
                .allMatch(line -> line.matches("(ab|é𝄞)c{0,2}"));
        try (TrainedModel model = TrainedModel.open(straight)) {
            assertThat(model.format()).isEqualTo(FORMAT);
            assertThat(model.classes()).containsExactly("latin", "other");
            byte[] some = model.sample(3, 1);
            assertThat(some).hasSize(3 * FORMAT.bytes()).isEqualTo(model.sample(3, 1));
            assertThat(FORMAT.lines(MemorySegment.ofArray(some)))
                    .hasSize(3)
                    .allMatch(line -> line.codePointCount(0, line.length()) <= 5);
        }
    }

    @Test
    void straight_through_trains_as_well() {
        try (Dataset texts = words();
                TrainingRun run = TrainingRun.start(
                        of(texts).experiment("generator.relaxation=straight-through", "evaluation.metric=none"),
                        texts,
                        folder.resolve("run"))) {
            run.train(event -> {});
            assertThat(run.imagesSeen()).isEqualTo(24);
        }
    }

    @Test
    void what_only_images_and_sounds_have_is_refused_before_anything_is_written() {
        try (Dataset texts = words()) {
            MediumTraining training = of(texts);
            training.refused("data.flip: only images can be mirrored", "data.flip=true");
            training.refused("data.labels: only images can be grouped", "data.labels=cluster");
            training.refused(
                    "data.size: 'words' holds texts, which have data.length and data.alphabet", "data.size=32x32");
            training.refused("data.rate: 'words' holds texts", "data.rate=8000");
            training.refused(
                    "augmentation.probability: only images can be changed so",
                    "augmentation.translation=true",
                    "augmentation.probability=0.5");
            training.refused("swd looks at the pixels of images, not at texts.", "evaluation.metric=swd");
        }
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void an_alphabet_is_for_texts_and_has_each_character_once() {
        try (Dataset images = Datasets.of("dots", new ImageFormat(1, 16, 16), new byte[4 * 256], null, List.of())) {
            assertThatThrownBy(() -> ExperimentReader.readFor(images, null, Map.of("data.alphabet", "abc")))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("data.alphabet: 'dots' holds images, which have data.size and data.channels instead.");
            assertThatThrownBy(() -> ExperimentReader.readFor(images, null, Map.of("data.alphabet", "abca")))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("An alphabet has each character once");
        }
    }

    @Test
    void what_was_resolved_is_read_again_from_its_file() throws IOException {
        try (Dataset texts = words()) {
            Experiment experiment = of(texts).experiment();
            Path file = Files.writeString(folder.resolve("experiment.yaml"), ExperimentReader.write(experiment));
            assertThat(ExperimentReader.readRun(file)).isEqualTo(experiment);
        }
    }
}
