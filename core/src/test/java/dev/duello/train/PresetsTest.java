package dev.duello.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Batch;
import dev.duello.data.Medium;
import dev.duello.data.image.ImageFormat;
import dev.duello.gan.GanLearner;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Setting;
import dev.duello.network.ImageFamilies;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import dev.duello.torch.Device;
import dev.duello.torch.GradientMode;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every preset of a GAN must do, with networks small enough for a test. */
@Tag("slow")
class PresetsTest {
    private static final int BATCH = 8;
    private static final ImageFormat GRAY = new ImageFormat(1, 16, 16);
    /** Everything that draws random numbers or keeps a state. */
    private static final Map<String, String> AUGMENTED = Map.of(
            "augmentation.translation", "true",
            "augmentation.cutout", "true",
            "augmentation.color", "true",
            "augmentation.probability", "0.8",
            "augmentation.adapt", "0.6");

    private static final Map<String, Double> CLASSES = Map.of("one", 0.5, "other", 0.5);

    /** Those for images: SoundTrainingTest, TextTrainingTest and VoxelTrainingTest train the others. */
    static Stream<String> presets() {
        LearnerKind gan = LearnerKinds.named("gan");
        return gan.presets().keySet().stream().filter(preset -> gan.medium(preset) == Medium.IMAGE);
    }

    static Stream<Arguments> kinds() {
        return presets()
                .flatMap(preset -> Stream.of(
                        Arguments.of(preset, "as it is", Map.of(), Map.of()),
                        Arguments.of(preset, "augmented", AUGMENTED, Map.of()),
                        Arguments.of(preset, "with classes", Map.of(), CLASSES)));
    }

    static Stream<Arguments> formats() {
        return presets()
                .flatMap(preset -> Stream.of(
                                GRAY,
                                new ImageFormat(3, 32, 32),
                                new ImageFormat(1, 48, 64),
                                new ImageFormat(4, 20, 36))
                        .map(format -> Arguments.of(preset, format)));
    }

    static Stream<Arguments> normalizations() {
        return ImageFamilies.all()
                .flatMap(family ->
                        Stream.of(Normalization.values()).map(normalization -> Arguments.of(family, normalization)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("formats")
    void a_preset_trains_on_images_of_any_format(String preset, ImageFormat format) {
        try (GanLearner learner = learner(preset, format, Map.of(), Map.of())) {
            steps(learner, format, 0, 2);
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void a_preset_stays_finite_on_images_that_are_all_black(String preset) {
        try (GanLearner learner = learner(preset, GRAY, Map.of(), Map.of())) {
            for (int i = 0; i < 10; i++) {
                try (var _ = TensorScope.open()) {
                    step(learner, Tensors.zeros(Device.CPU, BATCH, 1, 16, 16).fill_(-1));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("normalizations")
    void every_family_trains_with_every_normalization(NetworkFamily family, Normalization normalization) {
        String name = normalization.name().toLowerCase(Locale.ROOT);
        Map<String, String> settings = Map.of(
                "network",
                Setting.names(new Object[] {family}).getFirst(),
                "generator.normalization",
                name,
                "discriminator.normalization",
                name,
                "discriminator.minibatch-std-dev",
                "true",
                "penalty.r2",
                "1",
                "penalty.wgan-gp",
                "1");
        for (Map<String, Double> classes : List.of(Map.<String, Double>of(), CLASSES)) {
            try (GanLearner learner = learner("auto", GRAY, settings, classes)) {
                Map<String, float[]> before = numbers(learner);
                steps(learner, GRAY, 0, 2);
                // Nothing but the statistics of another kind of normalization may stand still.
                numbers(learner)
                        .forEach((key, values) -> assertThat(values).as(key).isNotEqualTo(before.get(key)));
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void the_same_seed_gives_the_same_bits(
            String preset, String kind, Map<String, String> settings, Map<String, Double> classes) {
        try (GanLearner one = learner(preset, GRAY, settings, classes);
                GanLearner other = learner(preset, GRAY, settings, classes)) {
            steps(one, GRAY, 0, 6);
            steps(other, GRAY, 0, 6);
            assertSameBits(one, other);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void a_gan_put_back_continues_to_the_bit(
            String preset, String kind, Map<String, String> settings, Map<String, Double> classes) {
        try (GanLearner straight = learner(preset, GRAY, settings, classes);
                GanLearner resumed = learner(preset, GRAY, settings, classes)) {
            // Three steps stop between two of the generator where the discriminator makes five.
            steps(straight, GRAY, 0, 3);
            try (var _ = GradientMode.off()) {
                resumed.tensors()
                        .forEach((file, tensors) -> tensors.forEach((name, tensor) ->
                                tensor.copyFrom_(straight.tensors().get(file).get(name))));
            }
            resumed.restoreCounters(straight.counters());
            steps(straight, GRAY, 3, 6);
            steps(resumed, GRAY, 3, 6);
            assertThat(straight.counters().get("generator-steps")).isPositive();
            assertSameBits(straight, resumed);
        }
    }

    private static GanLearner learner(
            String preset, ImageFormat format, Map<String, String> settings, Map<String, Double> classes) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("preset", preset);
        all.put("generator.latent", "8");
        all.put("generator.width", "4");
        all.put("discriminator.width", "4");
        all.put("training.anneal-kimg", "0.1");
        if (!classes.isEmpty()) {
            all.put("data.labels", "use");
        }
        if (preset.equals("private")) {
            // What is found for the data otherwise, and what would look at private images.
            all.putAll(Map.of(
                    "privacy.noise", "1", "training.seed", "1", "training.batch", "8", "augmentation.adapt", "0"));
            all.put("privacy.embedding.share", "0");
            all.put("machine.precision", "fp32");
        }
        Experiment experiment = ExperimentReader.read(null, all).forImages(format, new TreeMap<>(classes));
        return (GanLearner) experiment.newLearner(experiment.architectures(), experiment.compute());
    }

    private static void steps(GanLearner learner, ImageFormat format, int from, int to) {
        for (int i = from; i < to; i++) {
            try (var _ = TensorScope.open()) {
                step(
                        learner,
                        new RandomStream("images", i)
                                .uniform(Device.CPU, -1, 1, BATCH, format.channels(), format.height(), format.width()));
            }
        }
    }

    private static void step(GanLearner learner, Tensor images) {
        Map<String, Double> statistics =
                learner.step(new Batch(images, Tensors.of(new long[] {0, 1, 1, 0, 1, 0, 0, 1}, BATCH)));
        assertThat(statistics)
                .allSatisfy((name, value) -> assertThat(value).as(name).isFinite());
        assertThat(learner.firstNonFinite()).isNull();
    }

    private static void assertSameBits(GanLearner one, GanLearner other) {
        Map<String, float[]> expected = numbers(one);
        Map<String, float[]> found = numbers(other);
        assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(20);
        expected.forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
        assertThat(other.counters()).isEqualTo(one.counters());
    }

    private static Map<String, float[]> numbers(GanLearner learner) {
        Map<String, float[]> all = new TreeMap<>();
        learner.tensors()
                .forEach((file, tensors) ->
                        tensors.forEach((name, tensor) -> all.put(file + " " + name, tensor.toFloats())));
        return all;
    }
}
