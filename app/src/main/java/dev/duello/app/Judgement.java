package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.ImageSource;
import dev.duello.metric.NearestNeighbours;
import dev.duello.train.TrainingEvent.Alerted;
import java.util.List;

/**
 * All that is known about some images once they were measured.
 *
 * @param fakesName what was judged, for people
 * @param neighbours of each fake among the reals, in feature space
 * @param classes names by label, empty when the feature network tells none
 * @param fakeCounts by label, as the feature network sees them; empty as before
 * @param realCounts the same for the reals
 * @param alerts of the training that made the fakes; empty when it had none, and for files
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
        List<String> notes) {}
