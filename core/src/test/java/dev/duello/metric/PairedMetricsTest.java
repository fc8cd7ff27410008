package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compares images with their targets, against {@code bench/reference/similarity.py}. */
class PairedMetricsTest {
    private static final JsonNode GOLDEN = Golden.read("metric/similarity");
    private static final ImageFormat FORMAT = new ImageFormat(3, 48, 48);

    private static byte[] image(String name) {
        byte[] pixels = new byte[FORMAT.bytes()];
        JsonNode values = GOLDEN.get(name);
        int plane = FORMAT.height() * FORMAT.width();
        for (int i = 0; i < pixels.length; i++) {
            // Channels come first there and last here.
            pixels[i] = (byte) values.get(i % 3 * plane + i / 3).asInt();
        }
        return pixels;
    }

    private static Dataset set(byte[]... images) {
        byte[] all = new byte[images.length * FORMAT.bytes()];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(images[i], 0, all, i * FORMAT.bytes(), FORMAT.bytes());
        }
        return Datasets.of("images", FORMAT, all, null, List.of());
    }

    private static double measured(String metric, Dataset reals, Dataset fakes) {
        Metric wanted = Metrics.named(metric);
        try (Evaluator evaluator = new Evaluator(
                reals,
                "held-out",
                reals.size(),
                FeatureNetworks.open("random", reals, EvaluationProgress.NONE),
                EvaluationProgress.NONE)) {
            return evaluator
                    .evaluate(ImageSource.of(fakes, fakes.size()), List.of(wanted))
                    .values()
                    .get(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"psnr", "ssim", "ms-ssim"})
    void they_equal_the_definition(String metric) {
        try (Dataset reals = set(image("first"));
                Dataset fakes = set(image("second"))) {
            assertThat(measured(metric, reals, fakes))
                    .isCloseTo(GOLDEN.get(metric).asDouble(), within(1e-6));
        }
    }

    @Test
    void edge_fidelity_is_the_correlation_of_gradients_pixel_by_pixel() {
        double[] a = gradients(image("first"));
        double[] b = gradients(image("second"));
        double meanA = DoubleStream.of(a).average().orElseThrow();
        double meanB = DoubleStream.of(b).average().orElseThrow();
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += Math.pow(a[i] - meanA, 2);
            squaresB += Math.pow(b[i] - meanB, 2);
        }
        byte[] flat = new byte[FORMAT.bytes()];
        try (Dataset first = set(image("first"));
                Dataset second = set(image("second"));
                Dataset empty = set(flat)) {
            assertThat(measured("edge-fidelity", first, second))
                    .isCloseTo(both / Math.sqrt(squaresA * squaresB), within(1e-6));
            assertThat(measured("edge-fidelity", empty, first)).isCloseTo(0, within(5e-3));
            assertThat(measured("edge-fidelity", empty, empty)).isCloseTo(1, within(1e-9));
        }
    }

    private static double[] gradients(byte[] image) {
        int h = FORMAT.height();
        int w = FORMAT.width();
        double[] gray = new double[h * w];
        for (int i = 0; i < gray.length; i++) {
            gray[i] =
                    (0.299 * (image[3 * i] & 255) + 0.587 * (image[3 * i + 1] & 255) + 0.114 * (image[3 * i + 2] & 255))
                            / 255;
        }
        double[] lengths = new double[(h - 2) * (w - 2)];
        for (int y = 1; y < h - 1; y++) {
            for (int x = 1; x < w - 1; x++) {
                double across = 0;
                double down = 0;
                for (int d = -1; d <= 1; d++) {
                    int weight = d == 0 ? 2 : 1;
                    across += weight * (gray[(y + d) * w + x + 1] - gray[(y + d) * w + x - 1]);
                    down += weight * (gray[(y + 1) * w + x + d] - gray[(y - 1) * w + x + d]);
                }
                lengths[(y - 1) * (w - 2) + x - 1] = Math.hypot(across, down);
            }
        }
        return lengths;
    }

    @ParameterizedTest
    @ValueSource(strings = {"psnr", "ssim", "ms-ssim", "edge-fidelity", "feature-distance"})
    void equal_images_have_the_best_value_and_the_order_counts(String metric) {
        byte[] first = image("first");
        byte[] second = image("second");
        double best = metric.equals("psnr") ? 100 : metric.equals("feature-distance") ? 0 : 1;
        try (Dataset reals = set(first, second);
                Dataset exchanged = set(second, first)) {
            assertThat(measured(metric, reals, reals)).isCloseTo(best, within(1e-9));
            assertThat(Metrics.named(metric).isBetter(best, measured(metric, reals, exchanged)))
                    .isTrue();
        }
    }

    @Test
    void the_mean_is_over_images() {
        byte[] first = image("first");
        byte[] second = image("second");
        double one = GOLDEN.get("psnr").asDouble();
        try (Dataset reals = set(first, first);
                Dataset fakes = set(first, second)) {
            assertThat(measured("psnr", reals, fakes)).isCloseTo((100 + one) / 2, within(1e-6));
        }
    }

    @Test
    void images_have_room_for_as_many_scales_as_keep_a_window() {
        assertThat(StructuralSimilarity.scales(10)).isZero();
        assertThat(StructuralSimilarity.scales(11)).isEqualTo(1);
        assertThat(StructuralSimilarity.scales(64)).isEqualTo(3);
        assertThat(StructuralSimilarity.scales(176)).isEqualTo(5);
        assertThat(StructuralSimilarity.scales(4096)).isEqualTo(5);
    }

    @Test
    void images_without_targets_are_not_measured_so() {
        try (Dataset reals = set(image("first"), image("second"));
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        2,
                        FeatureNetworks.open("random", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            assertThat(evaluator.choose(List.of(), 2)).noneMatch(Metric::isPaired);
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> evaluator.choose(List.of(Metrics.PSNR), 2))
                    .withMessageContaining("psnr compares each image with its target");
        }
    }
}
