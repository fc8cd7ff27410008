package dev.duello.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete result of an evaluation.
 *
 * @param evaluation the metrics
 * @param floor the same metrics of one half of the reals against the other; null when there are too few
 * @param fakes what was measured
 * @param reals what it was compared with
 * @param neighbors of each fake among the reals, in feature space
 * @param classes names by label; empty when the feature network does not tell the classes of the data
 * @param fakeClasses of each fake, as the feature network sees it; empty as before
 * @param fakeCounts by label, as the feature network sees them; empty as before
 * @param realCounts the same for the reals
 */
public record EvaluationResult(
        Evaluation evaluation,
        @Nullable Evaluation floor,
        ImageSource fakes,
        ImageSource reals,
        NearestNeighbors neighbors,
        List<String> classes,
        List<Integer> fakeClasses,
        List<Long> fakeCounts,
        List<Long> realCounts) {
    /** Whether a value is as good as what real images reach against real images. */
    public boolean isAtFloor(Metric metric) {
        Double lowest = floorOf(metric);
        Double value = evaluation.values().get(metric);
        return lowest != null && value != null && !metric.isBetter(lowest, value);
    }

    /** What real images reach against real images, or null when that is not known. */
    public @Nullable Double floorOf(Metric metric) {
        return floor == null ? null : floor.values().get(metric);
    }
}
