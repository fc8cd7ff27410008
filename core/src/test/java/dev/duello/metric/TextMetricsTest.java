package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextMetricsTest {
    private static final TextFormat FORMAT = new TextFormat(6, new Alphabet("abcdé𝄞"));

    private static Dataset texts(String name, List<String> lines) {
        return Datasets.of(name, FORMAT, FORMAT.stored(lines), null, List.of());
    }

    @Test
    void both_ends_of_a_text_count_and_characters_are_code_points() {
        assertThat(Ngrams.of(List.of("a𝄞"), 2)).isEqualTo(new Ngrams(Map.of("\0a", 1L, "a𝄞", 1L, "𝄞\0", 1L), 3));
        assertThat(Ngrams.of(List.of("aa", "a"), 1)).isEqualTo(new Ngrams(Map.of("\0", 4L, "a", 3L), 7));
        assertThat(Ngrams.of(List.of(""), 4).total()).isZero();
    }

    /** In closed form, and once the square of scipy.spatial.distance.jensenshannon([0.1, 0.2, 0.7], [0.5, 0.3, 0.2], 2). */
    @Test
    void the_divergence_is_that_of_the_definition() {
        Ngrams half = new Ngrams(Map.of("x", 5L, "y", 5L), 10);
        Ngrams one = new Ngrams(Map.of("x", 3L), 3);
        assertThat(half.divergence(half)).isZero();
        assertThat(one.divergence(new Ngrams(Map.of("y", 8L), 8))).isEqualTo(1);
        // The entropy of (3/4, 1/4) less half a bit.
        double expected = -0.75 * Math.log(0.75) / Math.log(2) + 0.25 * 2 - 0.5;
        assertThat(half.divergence(one)).isCloseTo(expected, within(1e-12)).isEqualTo(one.divergence(half));
        Ngrams three = new Ngrams(Map.of("a", 1L, "b", 2L, "c", 7L), 10);
        Ngrams other = new Ngrams(Map.of("a", 5L, "b", 3L, "c", 2L), 10);
        double[] p = {0.1, 0.2, 0.7};
        double[] q = {0.5, 0.3, 0.2};
        double entropies = 0;
        for (int i = 0; i < 3; i++) {
            double m = (p[i] + q[i]) / 2;
            entropies += -m * Math.log(m) + (p[i] * Math.log(p[i]) + q[i] * Math.log(q[i])) / 2;
        }
        assertThat(three.divergence(other)).isCloseTo(entropies / Math.log(2), within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ngrams(Map.of(), 0).divergence(one));
    }

    @Test
    void words_are_sequences_of_letters_whether_large_or_small() {
        List<String> reals = List.of("Call me Ishmael.", "l'été");
        assertThat(KnownWords.share(reals, List.of("ISHMAEL call-me", "été L'ÉTÉ")))
                .isEqualTo(4 / 5.0);
        assertThat(KnownWords.share(reals, List.of("12 .", ""))).isZero();
    }

    @Test
    void copies_and_repetitions_are_counted() {
        assertThat(Novelty.share(List.of("a", "b"), List.of("a", "A", "c", "a")))
                .isEqualTo(0.5);
        assertThat(Distinctness.share(List.of("a", "b", "a", "a"))).isEqualTo(0.5);
    }

    @Test
    void metrics_of_texts_are_measured_with_a_floor_and_name_what_they_see() {
        List<String> lines = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            lines.add("abcd".substring(random.nextInt(3)) + "é𝄞".repeat(random.nextInt(2)));
        }
        try (Dataset reals = texts("words", lines);
                Dataset fakes = texts("fakes", List.of("a", "b", "abcd", "abcd"));
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        200,
                        FeatureNetworks.open("random", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            List<Metric> possible = evaluator.choose(List.of(), 200);
            assertThat(Metrics.names(possible))
                    .contains("jsd-1", "jsd-2", "jsd-3", "jsd-4", "known-words", "novelty", "distinctness", "fid")
                    .doesNotContain("swd", "psnr");
            EvaluationResult result = evaluator.judge(
                    ImageSource.of(fakes, 4), Metrics.parse("jsd-1,jsd-2,known-words,novelty,distinctness"));
            Map<Metric, Double> values = result.evaluation().values();
            assertThat(values.get(Metrics.JSD_2))
                    .isEqualTo(Ngrams.of(lines, 2).divergence(Ngrams.of(List.of("a", "b", "abcd", "abcd"), 2)));
            assertThat(values.get(Metrics.KNOWN_WORDS)).isEqualTo(0.5);
            assertThat(values.get(Metrics.NOVELTY)).isEqualTo(0.5);
            assertThat(values.get(Metrics.DISTINCTNESS)).isEqualTo(0.75);
            assertThat(result.floorOf(Metrics.JSD_1)).isBetween(0.0, 0.05);
            assertThat(result.floorOf(Metrics.NOVELTY)).isZero();
            assertThat(MetricLabel.of("jsd-1", "random-12345678")).isEqualTo("jsd-1[characters]");
            assertThat(result.evaluation().nameOf(Metrics.JSD_1))
                    .isEqualTo("jsd-1[characters, 4 fakes against 200 of words train]");
        }
    }

    @Test
    void pictures_are_refused_with_a_sentence() {
        assertThat(Metrics.JSD_1.requirements().obstacle(100, new ImageFormat(1, 8, 8)))
                .isEqualTo("looks at the characters of texts, not at images.");
        assertThat(Metrics.SWD.requirements().obstacle(100, FORMAT))
                .isEqualTo("looks at the pixels of images, not at texts.");
    }

    @Test
    void a_model_of_one_text_repeats_it_and_one_of_many_has_their_ngrams() {
        assertThat(new NgramModel(List.of("abcd"), 2).sample(3, 6, new SplittableRandom(0)))
                .containsOnly("abcd");
        // Without context the chance of the end is 1/3: texts have 2 characters on average.
        List<String> drawn = new NgramModel(List.of("ab"), 1).sample(4000, 100, new SplittableRandom(0));
        assertThat(drawn.stream().mapToInt(String::length).average().orElseThrow())
                .isCloseTo(2, within(0.15));

        List<String> words = List.of("aa", "ab", "abc", "b𝄞é");
        List<String> made = new NgramModel(words, 3).sample(20_000, 6, new SplittableRandom(0));
        assertThat(Ngrams.of(words, 3).divergence(Ngrams.of(made, 3))).isLessThan(1e-3);
        assertThat(new NgramModel(words, 3).sample(5, 6, new SplittableRandom(7)))
                .isEqualTo(new NgramModel(words, 3).sample(5, 6, new SplittableRandom(7)));
        assertThat(new NgramModel(List.of("aaaa"), 2).sample(50, 3, new SplittableRandom(0)))
                .allMatch(text -> text.length() <= 3);
    }

    @Test
    void a_metric_that_was_asked_for_and_cannot_be_is_refused() {
        try (Dataset reals = texts("words", List.of("a", "b", "ab", "abcd"));
                FeatureNetwork network = FeatureNetworks.open("random", reals, EvaluationProgress.NONE)) {
            assertThatThrownBy(() -> MetricSelection.of(List.of(Metrics.SWD), network, 4, FORMAT, false))
                    .isInstanceOf(DataException.class)
                    .hasMessage("swd looks at the pixels of images, not at texts.");
        }
    }
}
