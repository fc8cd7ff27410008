package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.metric.Classifier;
import dev.duello.metric.ClassifierTrainer;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import dev.duello.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop trains a classifier as it trains a GAN, and others measure with what it leaves. */
@Tag("slow")
class ClassifierRunTest {
    private static final ClassifierTrainer.Plan SHORT = new ClassifierTrainer.Plan(800, 20, 0);

    @TempDir
    private Path folder;

    /** 200 images of 8x8 in two classes: the upper or the lower half is bright, under noise. */
    private static Dataset halves(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[200 * 64];
        int[] labels = new int[200];
        for (int i = 0; i < 200; i++) {
            labels[i] = random.nextInt(2);
            for (int p = 0; p < 64; p++) {
                int bright = (p < 32) == (labels[i] == 0) ? 120 : 40;
                pixels[i * 64 + p] = (byte) (bright + random.nextInt(100));
            }
        }
        return Datasets.of("halves", new ImageFormat(1, 8, 8), pixels, labels, List.of("upper", "lower"));
    }

    private ClassifierRun.Result train(Dataset images, Dataset test, Path file) throws IOException {
        return ClassifierRun.train(images, test, SHORT, "cpu", file, (done, total, loss) -> {});
    }

    private static Experiment experiment() {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "preset", "classifier",
                "width", "4",
                "training.batch", "20",
                "training.kimg", "0.4",
                "training.checkpoint-kimg", "0.1",
                "data.held-out", "20",
                "machine.device", "cpu",
                "machine.precision", "fp32",
                "machine.threads", "1"));
        return ExperimentReader.read(null, all);
    }

    @Test
    void it_learns_and_leaves_a_file_that_tells_as_many_right() throws IOException {
        Path file = folder.resolve("c.safetensors");
        try (Dataset images = halves(0);
                Dataset test = halves(1)) {
            List<Long> heard = new ArrayList<>();
            ClassifierRun.Result result = ClassifierRun.train(images, test, SHORT, "cpu", file, (done, total, loss) -> {
                assertThat(total).isEqualTo(800);
                assertThat(loss).isPositive();
                heard.add(done);
            });
            assertThat(heard).hasSize(40).endsWith(800L);
            assertThat(result.accuracy()).isGreaterThan(0.95);
            assertThat(result.testImages()).isEqualTo(200);
            try (Classifier classifier = Classifier.open(file, Device.CPU, Precision.FP32)) {
                assertThat(classifier.classes()).containsExactly("upper", "lower");
                assertThat(classifier.format()).isEqualTo(images.format());
                assertThat(classifier.accuracy(test)).isEqualTo(result.accuracy());
            }
        }
    }

    @Test
    void without_a_test_part_a_tenth_is_held_out_and_the_run_is_gone_afterwards() throws IOException {
        Set<Path> own = new HashSet<>();
        try (Dataset images = halves(0)) {
            ClassifierRun.Result result = ClassifierRun.train(
                    images, null, SHORT, "cpu", folder.resolve("c.safetensors"), (_, _, _) -> own.addAll(ownRuns()));
            assertThat(result.testImages()).isEqualTo(20);
        }
        assertThat(own).hasSize(1).allSatisfy(path -> assertThat(path).doesNotExist());
    }

    /** Folders of classifiers that this process trains; other processes may train some at the same time. */
    private static List<Path> ownRuns() {
        String own = ProcessHandle.current().pid() + " ";
        List<Path> found = new ArrayList<>();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "duello-classifier-*")) {
            for (Path path : all) {
                try {
                    if (Files.readString(path.resolve("run/.lock")).startsWith(own)) {
                        found.add(path);
                    }
                } catch (NoSuchFileException e) {
                    // One of another process, which has ended.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Test
    void what_it_made_is_released() throws IOException {
        Torch.load();
        try (Dataset images = halves(0)) {
            train(images, images, folder.resolve("first.safetensors"));
            long before = Torch.liveObjects();
            train(images, images, folder.resolve("second.safetensors"));
            assertThat(Torch.liveObjects()).isLessThanOrEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void stopped_and_resumed_equals_never_stopped(int step) throws IOException {
        String last = "checkpoints/000000.400k";
        Path straight = folder.resolve("straight");
        Path path = folder.resolve("stopped");
        try (Dataset images = halves(0)) {
            try (TrainingRun run = TrainingRun.start(experiment(), images, straight)) {
                run.train(event -> {});
            }
            try (TrainingRun run = TrainingRun.start(experiment(), images, path)) {
                run.train(event -> {
                    if (event instanceof TrainingEvent.Stepped && event.images() == 20L * step) {
                        run.requestStop();
                    }
                });
            }
            try (TrainingRun run = TrainingRun.resume(path, images, 0)) {
                assertThat(run.imagesSeen()).isEqualTo(20L * step);
                run.train(event -> {});
            }
        }
        assertThat(TinyRuns.tensorFiles(path.resolve(last)))
                .hasSize(2)
                .isEqualTo(TinyRuns.tensorFiles(straight.resolve(last)));
    }

    @Test
    void a_run_gives_its_classifier_and_makes_no_images() throws IOException {
        Path path = folder.resolve("run");
        List<Map<String, Double>> told = new ArrayList<>();
        try (Dataset images = halves(0);
                TrainingRun run = TrainingRun.start(experiment(), images, path)) {
            run.train(event -> {
                if (event instanceof TrainingEvent.Stepped step) {
                    told.add(step.statistics());
                }
            });
            try (Classifier classifier = ClassifierRun.open(path, Device.CPU, Precision.FP32)) {
                assertThat(classifier.classes()).containsExactly("upper", "lower");
                assertThat(classifier.accuracy(images)).isGreaterThan(0.9);
            }
        }
        assertThat(told).allSatisfy(step -> assertThat(step).containsKeys("cross-entropy", "training-accuracy"));
        assertThat(told.getLast().get("training-accuracy")).isGreaterThan(0.8);
        try (Stream<Path> pictures = Files.list(path.resolve("samples"))) {
            assertThat(pictures).isEmpty();
        }
        try (TrainedModel model = TrainedModel.open(path)) {
            assertThatThrownBy(() -> model.sample(1, 0))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("makes no images");
        }
        assertThatThrownBy(() -> ClassifierRun.open(folder.resolve("nowhere"), Device.CPU, Precision.FP32))
                .isInstanceOf(TrainingException.class);
    }

    @Test
    void what_cannot_be_learned_is_refused_before() {
        try (Dataset plain = Datasets.of("plain", new ImageFormat(1, 8, 8), new byte[64 * 100], null, List.of())) {
            assertThatThrownBy(() -> train(plain, plain, folder.resolve("c.safetensors")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("has no classes");
        }
        assertThatThrownBy(
                        () -> ExperimentReader.read(null, Map.of("preset", "classifier", "evaluation.metric", "fid")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("evaluation.metric");
    }
}
