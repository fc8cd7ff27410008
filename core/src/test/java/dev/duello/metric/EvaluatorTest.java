package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On real images: what makes them worse must be noticed by the metric that should notice. */
@Tag("slow")
class EvaluatorTest {
    private static final int COUNT = 1000;
    private static final List<Metric> ALL = Metrics.BUILT_IN.stream()
            .filter(metric -> !metric.isConditional())
            .filter(metric -> metric.requirements().obstacle(COUNT, new ImageFormat(1, 28, 28)) == null)
            .toList();

    private static Dataset reals;
    private static Dataset test;
    private static Evaluator evaluator;
    private static Map<Metric, Double> floor;

    @BeforeAll
    static void look_at_real_images() {
        reals = Datasets.open("fashion-mnist", LoadOptions.DEFAULT);
        test = Datasets.open("fashion-mnist", LoadOptions.DEFAULT.withSplit(Split.TEST));
        evaluator = new Evaluator(
                reals,
                "train",
                COUNT,
                FeatureNetworks.open("auto", reals, EvaluationProgress.NONE),
                EvaluationProgress.NONE);
        floor = evaluator.evaluate(ImageSource.of(test, COUNT), ALL).values();
    }

    @AfterAll
    static void close() {
        evaluator.close();
        test.close();
        reals.close();
    }

    private interface Change {
        /** Gives the pixel at row y, column x of a changed image. */
        int pixel(byte[] image, int y, int x);
    }

    private static Map<Metric, Double> changed(List<Integer> indices, Change change) {
        ImageFormat format = ImageFormat.of(test);
        byte[] pixels = new byte[indices.size() * format.bytes()];
        for (int i = 0; i < indices.size(); i++) {
            byte[] image = test.stored(indices.get(i));
            for (int y = 0; y < format.height(); y++) {
                for (int x = 0; x < format.width(); x++) {
                    pixels[i * image.length + y * format.width() + x] = (byte) change.pixel(image, y, x);
                }
            }
        }
        try (Dataset set = Datasets.of("changed", format, pixels, null, List.of())) {
            return evaluator.evaluate(ImageSource.of(set, COUNT), ALL).values();
        }
    }

    private static List<Integer> all() {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            indices.add(i * test.size() / COUNT);
        }
        return indices;
    }

    private static int at(byte[] image, int y, int x) {
        return image[Math.clamp(y, 0, 27) * 28 + Math.clamp(x, 0, 27)] & 255;
    }

    @Test
    void real_images_are_near_the_ideal() {
        assertThat(floor.get(Metrics.FID)).isBetween(0.0, 5.0);
        assertThat(floor.get(Metrics.KID)).isBetween(-0.05, 0.05);
        assertThat(floor.get(Metrics.PRECISION)).isGreaterThan(0.7);
        assertThat(floor.get(Metrics.RECALL)).isGreaterThan(0.7);
        assertThat(floor.get(Metrics.COVERAGE)).isGreaterThan(0.8);
        assertThat(floor.get(Metrics.ENTROPY)).isGreaterThan(0.99);
        assertThat(floor.get(Metrics.MISSING_CLASSES)).isZero();
        assertThat(floor.get(Metrics.DIVERSITY)).isBetween(0.95, 1.05);
        assertThat(floor.get(Metrics.IS)).isBetween(8.0, 10.0);
    }

    @Test
    void one_half_of_the_reals_against_the_other_is_the_floor_and_repeats() {
        Evaluation halves = evaluator.floor(ALL);

        assertThat(halves.reals()).isEqualTo(COUNT / 2);
        assertThat(halves.values().get(Metrics.DIVERSITY)).isBetween(0.97, 1.03);
        assertThat(halves.values().get(Metrics.COVERAGE)).isGreaterThan(0.85);
        // Of the same kind, but of fewer images than the test part against all.
        assertThat(halves.values().get(Metrics.FID)).isBetween(0.1, 4 * floor.get(Metrics.FID));
        assertThat(evaluator.floor(ALL).values()).isEqualTo(halves.values());
        assertThat(evaluator.floor(List.of(Metrics.KID)).values())
                .containsExactly(Map.entry(Metrics.KID, halves.values().get(Metrics.KID)));
    }

    @Test
    void more_noise_is_worse_each_time() {
        double before = floor.get(Metrics.FID);
        double precision = floor.get(Metrics.PRECISION);
        for (int strength : new int[] {20, 60, 120}) {
            Random random = new Random(1);
            Map<Metric, Double> noisy = changed(
                    all(),
                    (image, y, x) -> Math.clamp(at(image, y, x) + (long) (random.nextGaussian() * strength), 0, 255));
            assertThat(noisy.get(Metrics.FID)).isGreaterThan(before);
            assertThat(noisy.get(Metrics.SWD)).isGreaterThan(floor.get(Metrics.SWD));
            assertThat(noisy.get(Metrics.PRECISION)).isLessThan(precision);
            before = noisy.get(Metrics.FID);
            precision = noisy.get(Metrics.PRECISION);
        }
        assertThat(before).isGreaterThan(10 * floor.get(Metrics.FID));
    }

    @Test
    void blur_is_worse() {
        Map<Metric, Double> blurred = changed(all(), (image, y, x) -> {
            int sum = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    sum += at(image, y + dy, x + dx);
                }
            }
            return sum / 9;
        });
        assertThat(blurred.get(Metrics.FID)).isGreaterThan(2 * floor.get(Metrics.FID));
        assertThat(blurred.get(Metrics.KID)).isGreaterThan(floor.get(Metrics.KID));
        assertThat(blurred.get(Metrics.SWD)).isGreaterThan(2 * floor.get(Metrics.SWD));
    }

    @Test
    void dropped_classes_are_missed() {
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < test.size() && some.size() < COUNT; i++) {
            if (test.label(i) < 5) {
                some.add(i);
            }
        }
        Map<Metric, Double> half = changed(some, EvaluatorTest::at);
        assertThat(half.get(Metrics.FID)).isGreaterThan(5 * floor.get(Metrics.FID));
        assertThat(half.get(Metrics.ENTROPY)).isLessThan(0.9);
        assertThat(half.get(Metrics.RECALL)).isLessThan(floor.get(Metrics.RECALL));
        assertThat(half.get(Metrics.COVERAGE)).isLessThan(0.7 * floor.get(Metrics.COVERAGE));
        assertThat(half.get(Metrics.IS)).isLessThan(floor.get(Metrics.IS));
    }

    @Test
    void few_modes_lack_recall_and_diversity_but_not_precision() {
        List<Integer> few = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            few.add(i % 10);
        }
        Map<Metric, Double> collapsed = changed(few, EvaluatorTest::at);
        assertThat(collapsed.get(Metrics.FID)).isGreaterThan(5 * floor.get(Metrics.FID));
        assertThat(collapsed.get(Metrics.RECALL)).isLessThan(0.1);
        assertThat(collapsed.get(Metrics.COVERAGE)).isLessThan(0.2);
        List<Integer> one = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            one.add(0);
        }
        assertThat(changed(one, EvaluatorTest::at).get(Metrics.DIVERSITY)).isLessThan(0.01);
    }

    @Test
    void numbers_carry_their_protocol() {
        Evaluation evaluation = evaluator.evaluate(ImageSource.of(test, 500), List.of(Metrics.FID));
        assertThat(evaluation.nameOf(Metrics.FID))
                .matches("fid\\[classifier-[0-9a-f]{8}, 500 fakes against 1000 of fashion-mnist train]");
        assertThat(evaluation.nameOf(Metrics.SWD))
                .isEqualTo("swd[pixels, 500 fakes against 500 of fashion-mnist train]");
        Evaluation many = new Evaluation(Map.of(Metrics.SWD, 1.0), "any", 10_000, 5000, "any", "test");
        assertThat(many.nameOf(Metrics.SWD)).contains("2048 fakes against 2048 of any test");
    }

    @Test
    void random_features_tell_no_classes_and_still_notice_noise() {
        FeatureNetwork network = FeatureNetworks.open("random", reals, EvaluationProgress.NONE);
        try (Evaluator random = new Evaluator(reals, "train", 1000, network, EvaluationProgress.NONE)) {
            assertThat(random.choose(List.of(), 1000))
                    .doesNotContain(Metrics.IS, Metrics.ENTROPY, Metrics.MISSING_CLASSES);
            double clean = random.evaluate(ImageSource.of(test, 1000), List.of(Metrics.FID))
                    .values()
                    .get(Metrics.FID);
            assertThat(clean).isPositive();
            assertThatThrownBy(() -> random.evaluate(ImageSource.of(test, 1000), List.of(Metrics.IS)))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
