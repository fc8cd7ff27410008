package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import java.lang.foreign.Arena;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every metric against {@code bench/reference/metrics.py}: scipy, torchmetrics, or the definition pair by pair. Both sides
 * compute in float64 from the same float32 numbers, so only rounding may differ.
 */
class MetricsEqualReferenceTest {
    private static final JsonNode FEATURES = Golden.read("metric/features");
    private static final JsonNode PATCHES = Golden.read("metric/patches");
    private static final Percentage TOLERANCE = withinPercentage(1e-7); // 1e-9 relative

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void moments() {
        try (Moments moments = Moments.of(tensor("real"))) {
            assertThat(moments.count()).isEqualTo(80);
            assertClose(moments.mean(), FEATURES.get("mean"));
            assertClose(moments.covariance(), FEATURES.get("covariance"));
        }
    }

    @Test
    void frechet_distance() {
        assertThat(FrechetDistance.between(tensor("real"), tensor("fake"))).isCloseTo(number("frechet"), TOLERANCE);
        assertThat(FrechetDistance.between(tensor("wide-real"), tensor("wide-fake")))
                .isCloseTo(number("frechet-wide"), TOLERANCE);
    }

    @Test
    void kernel_distance() {
        Tensor real = tensor("real");
        Tensor fake = tensor("fake");
        // A subset of all is the same in every order.
        KernelDistance all = KernelDistance.between(real.narrow(0, 0, 64), fake, 3, 64, 5);
        assertThat(all.mean()).isCloseTo(number("kernel"), TOLERANCE);
        assertThat(all.deviation() / all.mean()).isLessThan(1e-9);
        assertThat(KernelDistance.between(real.narrow(0, 0, 40), fake.narrow(0, 0, 40), 1)
                        .mean())
                .isCloseTo(number("kernel-subset"), TOLERANCE);
    }

    @Test
    void precision_and_recall() {
        for (JsonNode golden : FEATURES.get("precision-recall")) {
            var found = PrecisionRecall.between(
                    tensor("real"), tensor("fake"), golden.get("k").asInt());
            assertThat(found.precision()).isEqualTo(golden.get("precision").asDouble());
            assertThat(found.recall()).isEqualTo(golden.get("recall").asDouble());
        }
    }

    @Test
    void density_and_coverage() {
        for (JsonNode golden : FEATURES.get("density-coverage")) {
            var found = DensityCoverage.between(
                    tensor("real"), tensor("fake"), golden.get("k").asInt());
            assertThat(found.density()).isCloseTo(golden.get("density").asDouble(), TOLERANCE);
            assertThat(found.coverage()).isEqualTo(golden.get("coverage").asDouble());
        }
    }

    @Test
    void classifier_score() {
        for (JsonNode golden : FEATURES.get("classifier-score")) {
            var found = ClassifierScore.inOrder(
                    tensor("logits"), golden.get("splits").asInt());
            assertThat(found.mean()).isCloseTo(golden.get("mean").asDouble(), TOLERANCE);
            assertThat(found.deviation()).isCloseTo(golden.get("deviation").asDouble(), TOLERANCE);
        }
    }

    @Test
    void diversity() {
        assertThat(Diversity.between(tensor("real"), tensor("fake"))).isCloseTo(number("diversity"), TOLERANCE);
    }

    @Test
    void laplacian_pyramid_of_odd_sides() {
        List<Tensor> levels = LaplacianPyramid.of(Golden.tensor(PATCHES.get("images")), 3);
        for (int i = 0; i < 3; i++) {
            // Float32: a pixel is a sum of 25 products below 1, taken from another.
            Golden.assertEquals(
                    "level " + i, levels.get(i), PATCHES.get("pyramid").get(i), 1e-6);
        }
    }

    @Test
    void sliced_wasserstein_distance() {
        try (Arena arena = Arena.ofShared()) {
            double found = SlicedWasserstein.distance(
                    Patches.of(Golden.tensor(PATCHES.get("real")), arena),
                    Patches.of(Golden.tensor(PATCHES.get("fake")), arena),
                    Golden.tensor(PATCHES.get("directions")));
            // Projections are float32 and lose a digit where the mean (20) is larger than the deviation (3).
            assertThat(found).isCloseTo(PATCHES.get("sliced").asDouble(), withinPercentage(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void the_number_of_threads_changes_no_bit(int threads) {
        int before = Torch.threads();
        Tensor real = Clouds.normal("real", 700, 12);
        Tensor fake = Clouds.normal("fake", 600, 12).multiply(1.1);
        KernelDistance kernel = KernelDistance.between(real, fake, 7, 300, 3);
        PrecisionRecall precision = PrecisionRecall.between(real, fake);
        DensityCoverage density = DensityCoverage.between(real, fake);
        try {
            Torch.setThreads(threads);
            assertThat(KernelDistance.between(real, fake, 7, 300, 3)).isEqualTo(kernel);
            assertThat(PrecisionRecall.between(real, fake)).isEqualTo(precision);
            assertThat(DensityCoverage.between(real, fake)).isEqualTo(density);
        } finally {
            Torch.setThreads(before);
        }
    }

    private static Tensor tensor(String name) {
        return Golden.tensor(FEATURES.get(name));
    }

    private static double number(String name) {
        return FEATURES.get(name).asDouble();
    }

    private static void assertClose(Tensor actual, JsonNode expected) {
        double[] found = actual.toDoubles();
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected.get(i).asDouble(), TOLERANCE);
        }
    }
}
