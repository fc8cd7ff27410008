package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MetricsTest {
    private static final ImageFormat FORMAT = new ImageFormat(1, 8, 8);

    private static Dataset gray(int level) {
        byte[] pixels = new byte[20 * FORMAT.bytes()];
        Arrays.fill(pixels, (byte) level);
        return Datasets.of("gray", FORMAT, pixels, null, List.of());
    }

    @Test
    void a_metric_of_another_library_is_known_and_measured_like_the_others() {
        assertThat(Metrics.names()).startsWith("fid", "kid").endsWith("parts", "brightness-2");
        assertThat(Metrics.names(Metrics.BUILT_IN)).doesNotContain("brightness-2");
        Metric brightness = Metrics.named("brightness-2");
        assertThat(MetricLabel.of("brightness-2", "classifier-1a2b3c4d")).isEqualTo("brightness-2[pixels]");
        try (Dataset reals = gray(255);
                Dataset fakes = gray(0);
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        20,
                        FeatureNetworks.open("random", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            assertThat(evaluator.choose(List.of(), 20)).contains(brightness);
            EvaluationResult judgement = evaluator.judge(ImageSource.of(fakes, 20), List.of(brightness));
            // White is 1 and black is -1.
            assertThat(judgement.evaluation().values().get(brightness)).isCloseTo(2, within(1e-6));
            assertThat(judgement.floorOf(brightness)).isEqualTo(0);
            assertThat(judgement.isAtFloor(brightness)).isFalse();
        }
    }

    @Test
    void names_that_cannot_be_typed_or_are_taken_are_left_out() {
        List<Metric> found = List.of(named("Fine Name"), named("none"), named("fid"), named("fine"), named("fine"));

        assertThat(Metrics.names(Metrics.withOthers(found.iterator())))
                .hasSize(Metrics.BUILT_IN.size() + 1)
                .endsWith("fine");
    }

    private static Metric named(String name) {
        return new Metric() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Best best() {
                return Best.LOWEST;
            }

            @Override
            public MetricRequirements requirements() {
                return MetricRequirements.features(1);
            }

            @Override
            public String help() {
                return "";
            }

            @Override
            public String good() {
                return "";
            }

            @Override
            public double compute(RealAndFake samples) {
                return 0;
            }
        };
    }

    @Test
    void several_are_typed_with_commas_and_a_wrong_one_is_answered_with_the_nearest() {
        assertThat(Metrics.parse("kid, fid,kid")).containsExactly(Metrics.KID, Metrics.FID);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metrics.parse("fid,recal"))
                .withMessageStartingWith(
                        "'recal' is not a metric; did you mean 'recall'? The metrics are fid, kid, is,");
    }

    @ParameterizedTest
    @FieldSource("dev.duello.metric.Metrics#BUILT_IN")
    void the_guide_says_of_each_metric_what_it_says_itself(Metric metric) throws Exception {
        assertThat(Files.readAllLines(Path.of("../docs/guide/measuring.md")))
                .contains("| `" + metric.name() + "` | " + metric.help() + " | " + metric.good() + " | "
                        + metric.best().words() + " |");
    }
}
