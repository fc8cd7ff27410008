package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.NearestNeighbours;
import dev.duello.train.TrainingEvent.Alerted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about some images once they were measured.
 *
 * @param fakesName what was judged, for people
 * @param neighbours of each fake among the reals, in feature space
 * @param classes names by label, empty when the feature network tells none
 * @param fakeCounts by label, as the feature network sees them; empty as before
 * @param realCounts the same for the reals
 * @param alerts of the training that made the fakes; empty when it had none, and for files
 * @param floor the same metrics of one half of the reals against the other; null when there are too few
 * @param fakeClasses of each fake, as the feature network sees it; empty as before
 * @param notes sentences about what was not as asked
 */
record Judgement(
        String fakesName,
        Evaluation evaluation,
        ImageSource fakes,
        ImageSource reals,
        NearestNeighbours neighbours,
        List<String> classes,
        List<Long> fakeCounts,
        List<Long> realCounts,
        List<Alerted> alerts,
        @Nullable Evaluation floor,
        List<Integer> fakeClasses,
        List<String> notes) {
    /** Whether a value is as good as what real images reach against real images. */
    boolean isAtFloor(Metric metric) {
        return floor != null
                && evaluation.values().containsKey(metric)
                && floor.values().containsKey(metric)
                && !metric.isBetter(
                        floor.values().get(metric), evaluation.values().get(metric));
    }

    /** What real images reach against real images, as text. */
    String floor(Metric metric) {
        Double value = floor == null ? null : floor.values().get(metric);
        return value == null ? "-" : MetricTable.number(value);
    }
}
