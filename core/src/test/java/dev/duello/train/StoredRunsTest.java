package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.learn.SettingException;
import dev.duello.metric.EvaluationProgress;
import dev.duello.metric.Evaluator;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.Samples;
import dev.duello.nn.Architecture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that earlier versions wrote, one for each format of checkpoints, as {@code runs/README.md} tells: each must be sampled
 * from, gone on with and measured for ever.
 */
class StoredRunsTest {
    private static final int SAMPLES = 16;
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    /** 40 gray images of 16x16 with a bright bar each, of the classes wide and tall. */
    private static Dataset images() {
        Random random = new Random(3);
        byte[] pixels = new byte[40 * 16 * 16];
        int[] labels = new int[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            int height = i % 2 == 0 ? 3 : 9;
            int width = 12 - height;
            int top = random.nextInt(16 - height);
            int left = random.nextInt(16 - width);
            for (int y = top; y < top + height; y++) {
                for (int x = left; x < left + width; x++) {
                    pixels[i * 256 + y * 16 + x] = (byte) 230;
                }
            }
        }
        return Datasets.of("bars", new ImageFormat(1, 16, 16), pixels, labels, List.of("wide", "tall"));
    }

    /**
     * Not a test: writes the run of the present format, and what it must sample and measure, into the folder that the system
     * property names.
     */
    @Test
    @EnabledIfSystemProperty(named = "duello.write-run", matches = ".+")
    void write_a_run_of_the_present_format() throws IOException {
        Path run = folder.resolve("run");
        Experiment experiment = TinyRuns.experiment(
                "data.labels=use",
                "augmentation.translation=true",
                "augmentation.probability=0.5",
                "evaluation.metric=fid",
                "evaluation.kimg=1.6",
                "evaluation.samples=50",
                "training.keep-checkpoints=1",
                "training.sample-kimg=4",
                "training.kimg=3.2",
                "training.checkpoint-kimg=1.6",
                "generator.optimizer.rate=2e-3",
                "generator.ema.half-life-kimg=0.1",
                "generator.latent=4");
        try (Dataset images = images();
                TrainingRun training = TrainingRun.start(experiment, images, run)) {
            training.train(event -> {});
        }
        Path target = Path.of(System.getProperty("duello.write-run"));
        String best = RunDirectory.open(run).bestCheckpoint().orElseThrow();
        copy(run, target);
        Files.deleteIfExists(target.resolve(".lock"));
        try (Stream<Path> checkpoints = Files.list(target.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints
                    .filter(path -> !path.endsWith(best) && !path.endsWith("000003.200k"))
                    .toList()) {
                CheckpointFiles.delete(checkpoint, Set.of());
            }
        }
        Files.writeString(target.resolve("best"), best);
        try (TrainedModel gan = TrainedModel.open(run)) {
            gan.writeGrid(target.resolve("expected-samples.png"), SAMPLES, SEED);
            Files.writeString(target.resolve("expected-fid.txt"), String.format("%.4f%n", fid(gan)));
        }
        goOn(run);
        try (TrainedModel gan = TrainedModel.open(run, "000003.360k")) {
            gan.writeGrid(target.resolve("expected-samples-after-resuming.png"), SAMPLES, SEED);
        }
    }

    @Test
    void the_networks_of_a_run_are_those_that_were_trained_whatever_its_settings_would_build_now() throws Exception {
        Path run = stored("format-3");
        Map<String, Architecture> trained = RunDirectory.open(run).architectures();
        RunDirectory directory = RunDirectory.open(run);
        String settings = Files.readString(directory.experimentFile());
        Files.writeString(directory.experimentFile(), settings.replaceAll("( +width:) .*", "$1 24"));

        assertThat(directory.experiment().architectures()).isNotEqualTo(trained);
        assertThat(directory.architectures()).isEqualTo(trained);
    }

    @Test
    void a_run_that_was_measured_by_a_metric_of_another_library_is_sampled_from_and_only_training_needs_the_metric()
            throws Exception {
        Path run = stored("format-3");
        Path settings = run.resolve("experiment.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst("metric: .*", "metric: theirs")
                        .replaceFirst("until: .*", "until: theirs<3"));

        try (TrainedModel model = TrainedModel.open(run)) {
            model.writeGrid(folder.resolve("grid.png"), 4, SEED);
        }
        try (Dataset images = images()) {
            Experiment experiment = RunDirectory.open(run).experiment();
            assertThatThrownBy(() -> EvaluationCheck.check(experiment, images))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("'theirs' is not a metric");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"format-2", "format-3"})
    void a_run_of_an_earlier_version_is_sampled_and_measured_as_it_was(String name) throws Exception {
        Path run = stored(name);
        try (TrainedModel gan = TrainedModel.open(run)) {
            gan.writeGrid(folder.resolve("samples.png"), SAMPLES, SEED);
            assertThat(gan.classes()).containsExactly("wide", "tall");
            double expected = Double.parseDouble(
                    Files.readString(run.resolve("expected-fid.txt")).strip());
            // Another processor adds in another order.
            assertThat(fid(gan)).isCloseTo(expected, org.assertj.core.api.Assertions.withinPercentage(1));
        }
        assertThat(difference(folder.resolve("samples.png"), run.resolve("expected-samples.png")))
                .isLessThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"format-2", "format-3"})
    void a_run_of_an_earlier_version_goes_on_as_it_would_have(String name) throws Exception {
        Path run = stored(name);
        goOn(run);
        try (TrainedModel gan = TrainedModel.open(run, "000003.360k")) {
            gan.writeGrid(folder.resolve("resumed.png"), SAMPLES, SEED);
        }
        // Ten steps enlarge what another processor rounds differently; other optimizer states or data differ by far
        // more.
        assertThat(difference(folder.resolve("resumed.png"), run.resolve("expected-samples-after-resuming.png")))
                .isLessThan(2);
    }

    private static void goOn(Path run) {
        try (Dataset images = images();
                TrainingRun training = TrainingRun.resume(run, images, 3.36)) {
            assertThat(training.imagesSeen()).isEqualTo(3200);
            training.train(event -> {});
            assertThat(training.imagesSeen()).isEqualTo(3360);
        }
    }

    private static double fid(TrainedModel gan) {
        try (Dataset images = images();
                Dataset fakes = Datasets.of("fakes", gan.format(), gan.sample(100, SEED), null, List.of());
                Evaluator evaluator = new Evaluator(
                        images,
                        "train",
                        images.size(),
                        FeatureNetworks.open("random", images, EvaluationProgress.NONE),
                        EvaluationProgress.NONE);
                Samples seen = evaluator.samples(ImageSource.of(fakes, 100))) {
            Metric fid = StopRule.metric("metric", "fid");
            return evaluator.evaluate(seen, List.of(fid)).values().get(fid);
        }
    }

    /** Mean absolute difference of two pictures, in levels of 255. */
    private static double difference(Path one, Path other) throws IOException {
        BufferedImage first = ImageIO.read(one.toFile());
        BufferedImage second = ImageIO.read(other.toFile());
        int[] left = first.getData()
                .getSamples(
                        0, 0, first.getWidth(), first.getHeight(), 0, new int[first.getWidth() * first.getHeight()]);
        int[] right = second.getData()
                .getSamples(
                        0,
                        0,
                        second.getWidth(),
                        second.getHeight(),
                        0,
                        new int[second.getWidth() * second.getHeight()]);
        assertThat(left).hasSameSizeAs(right);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs(left[i] - right[i]);
        }
        return sum / left.length;
    }

    /** A copy of a stored run, to do with as one likes. */
    private Path stored(String name) throws IOException, URISyntaxException {
        Path source = Path.of(Objects.requireNonNull(StoredRunsTest.class.getResource("runs/" + name))
                .toURI());
        Path run = folder.resolve(name);
        copy(source, run);
        return run;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else if (!Files.isSymbolicLink(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
