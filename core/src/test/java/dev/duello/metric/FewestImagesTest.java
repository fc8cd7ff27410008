package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a metric says that it needs is what it needs. */
class FewestImagesTest {
    private static final ImageFormat FORMAT = new ImageFormat(1, 28, 28);

    private static Dataset noise(int count, int seed) {
        byte[] pixels = new byte[count * FORMAT.bytes()];
        new Random(seed).nextBytes(pixels);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 10;
        }
        List<String> classes =
                IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        return Datasets.of("noise", FORMAT, pixels, labels, classes);
    }

    static Stream<Metric> metrics() {
        return Metrics.BUILT_IN.stream()
                .filter(metric -> !metric.isConditional())
                .filter(metric -> metric.requirements().obstacle(Integer.MAX_VALUE, FORMAT) == null);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void so_many_images_are_enough(Metric metric) {
        int count = metric.requirements().minSamples();
        assertThat(metric.requirements().obstacle(count, FORMAT)).isNull();
        assertThat(metric.requirements().obstacle(count - 1, FORMAT)).startsWith("needs at least " + count + " images");
        // Its classifier comes along, so that none is trained here.
        try (Dataset labeled = Datasets.open("fashion-mnist", LoadOptions.DEFAULT);
                Dataset reals = noise(count, 1);
                Dataset fakes = noise(count, 2);
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        count,
                        FeatureNetworks.open("classifier", labeled, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            assertThat(evaluator
                            .evaluate(ImageSource.of(fakes, count), List.of(metric))
                            .values()
                            .get(metric))
                    .isFinite();
        }
    }
}
