package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.Golden;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.Datasets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How far sounds are from the nearest real one, against {@code bench/reference/spectra.py} and closed forms. */
class SoundMetricsTest {
    private static final List<Metric> BOTH = List.of(Metrics.SPECTRAL_CONVERGENCE, Metrics.LOG_SPECTRAL_DISTANCE);

    private static Dataset sounds(List<int[]> samples) {
        SoundFormat format = new SoundFormat(samples.getFirst().length, 8000);
        ByteBuffer stored = ByteBuffer.allocate(samples.size() * format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] sound : samples) {
            for (int sample : sound) {
                stored.putShort((short) sample);
            }
        }
        return Datasets.of("sounds", format, stored.array(), null, List.of());
    }

    private static Dataset sounds(JsonNode array) {
        return sounds(StreamSupport.stream(array.spliterator(), false)
                .map(sound -> StreamSupport.stream(sound.spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray())
                .toList());
    }

    private static int[] noise(int length, int loudness) {
        return new Random(1)
                .doubles(length, -1, 1)
                .mapToInt(x -> (int) Math.round(x * 100) * loudness)
                .toArray();
    }

    private static Evaluation of(Dataset reals, Dataset fakes) {
        try (Evaluator evaluator = new Evaluator(
                reals, "train", reals.size(), LayerFeatures.random(reals.format()), EvaluationProgress.NONE)) {
            return evaluator.evaluate(ImageSource.of(fakes, fakes.size()), BOTH);
        }
    }

    private static double[] values(Dataset reals, Dataset fakes) {
        Map<Metric, Double> values = of(reals, fakes).values();
        return BOTH.stream().mapToDouble(values::get).toArray();
    }

    @Test
    void medians_of_the_nearest_equal_those_of_numpy() {
        JsonNode golden = Golden.read("metric/spectra");
        try (Dataset reals = sounds(golden.get("reals"));
                Dataset fakes = sounds(golden.get("fakes"))) {
            double[] found = values(reals, fakes);
            // Spectrograms are computed in float32.
            assertThat(found[0]).isCloseTo(golden.get("spectral-convergence").asDouble(), withinPercentage(1e-3));
            assertThat(found[1]).isCloseTo(golden.get("log-spectral-distance").asDouble(), withinPercentage(1e-3));
        }
    }

    @Test
    void copies_are_at_0_and_half_as_loud_is_half_the_norm_and_6_decibels_away() {
        int[] silence = new int[4096];
        try (Dataset loud = sounds(List.of(noise(4096, 200), noise(4096, 200)));
                Dataset quiet = sounds(List.of(noise(4096, 100), noise(4096, 100)));
                Dataset silent = sounds(List.of(silence, silence))) {
            assertThat(values(loud, loud)[0]).isEqualTo(0, within(1e-5));
            assertThat(values(loud, loud)[1]).isEqualTo(0, within(1e-5));
            assertThat(values(loud, quiet)[0]).isEqualTo(0.5, within(1e-5));
            assertThat(values(loud, quiet)[1]).isEqualTo(20 * Math.log10(2), within(0.01));
            assertThat(values(loud, silent)[0]).isEqualTo(1, within(1e-5));
            assertThat(values(silent, silent)).containsExactly(0, 0);
        }
    }

    @Test
    void the_nearest_of_several_counts_and_the_median_of_the_fakes() {
        try (Dataset reals = sounds(List.of(noise(4096, 10), noise(4096, 100), noise(4096, 200)));
                Dataset fakes = sounds(List.of(noise(4096, 10), noise(4096, 100), noise(4096, 50)))) {
            // Two have copies, so that the third does not matter.
            assertThat(values(reals, fakes)[0]).isEqualTo(0, within(1e-5));
        }
        try (Dataset reals = sounds(List.of(noise(4096, 100), noise(4096, 200), noise(4096, 400)));
                Dataset fakes = sounds(List.of(noise(4096, 100), noise(4096, 150), noise(4096, 300)))) {
            // 150 is a quarter below 200 and a half above 100, 300 a quarter below 400.
            assertThat(values(reals, fakes)[0]).isEqualTo(0.25, within(1e-5));
        }
    }

    @Test
    void the_protocol_names_spectrograms_and_how_many_were_looked_at() {
        try (Dataset reals = sounds(List.of(noise(256, 10), noise(256, 100), noise(256, 200)));
                Dataset fakes = sounds(List.of(noise(256, 10), noise(256, 100)))) {
            assertThat(of(reals, fakes).nameOf(Metrics.SPECTRAL_CONVERGENCE))
                    .isEqualTo("spectral-convergence[spectrograms, 2 fakes against 2 of sounds train]");
        }
        assertThat(MetricLabel.of("log-spectral-distance", "random-1a2b3c4d"))
                .isEqualTo("log-spectral-distance[spectrograms]");
        assertThat(Metrics.LOG_SPECTRAL_DISTANCE.requirements().obstacle(10, new ImageFormat(1, 8, 8)))
                .isEqualTo("looks at the spectrograms of sounds, not at images.");
    }
}
