package dev.duello.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.data.source.Datasets;
import dev.duello.data.source.LoadOptions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelAccuracyTest {
    private static final int COUNT = 100;
    private static final List<Metric> ACCURACY = List.of(Metrics.LABEL_ACCURACY);

    /** The same samples, made as these classes. */
    private record Labeled(ImageSource samples, int[] labels) implements ImageSource {
        @Override
        public SampleFormat format() {
            return samples.format();
        }

        @Override
        public int count() {
            return samples.count();
        }

        @Override
        public void fill(int start, int count, MemorySegment target) {
            samples.fill(start, count, target);
        }
    }

    @Test
    void it_is_the_share_of_classes_that_the_classifier_tells_as_they_were_made() {
        try (Dataset reals = Datasets.open("fashion-mnist", LoadOptions.DEFAULT);
                Evaluator evaluator = new Evaluator(
                        reals,
                        "train",
                        COUNT,
                        FeatureNetworks.open("classifier", reals, EvaluationProgress.NONE),
                        EvaluationProgress.NONE)) {
            ImageSource samples = ImageSource.of(reals, COUNT);
            int[] told;
            try (Samples seen = evaluator.samples(samples)) {
                told = Arrays.stream(seen.labels()).mapToInt(Math::toIntExact).toArray();
            }
            int[] half = IntStream.range(0, COUNT)
                    .map(i -> i % 2 == 0 ? told[i] : (told[i] + 1) % 10)
                    .toArray();

            assertThat(accuracy(evaluator, new Labeled(samples, told))).isEqualTo(1);
            assertThat(accuracy(evaluator, new Labeled(samples, half))).isEqualTo(0.5);
            EvaluationResult judged = evaluator.judge(new Labeled(samples, half), ACCURACY);
            assertThat(judged.evaluation().nameOf(Metrics.LABEL_ACCURACY)).startsWith("label-accuracy[classifier-");
            // Of one half of the reals, by their own labels.
            int[] own = IntStream.range(0, COUNT)
                    .map(i -> reals.label(i * reals.size() / COUNT))
                    .toArray();
            assertThat(judged.floorOf(Metrics.LABEL_ACCURACY))
                    .isBetween(2 * accuracy(evaluator, new Labeled(samples, own)) - 1, 1.0);
            assertThat(evaluator.judge(samples, List.of()).evaluation().values())
                    .doesNotContainKey(Metrics.LABEL_ACCURACY);
            assertThatThrownBy(() -> evaluator.judge(samples, ACCURACY))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("label-accuracy compares each sample with the class");
        }
    }

    private static double accuracy(Evaluator evaluator, ImageSource samples) {
        return evaluator.evaluate(samples, ACCURACY).values().get(Metrics.LABEL_ACCURACY);
    }
}
