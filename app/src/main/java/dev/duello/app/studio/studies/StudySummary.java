package dev.duello.app.studio.studies;

import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyState;
import dev.duello.search.Trial;
import dev.duello.search.TrialRuns;
import dev.duello.train.TrainingException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study in the list.
 *
 * @param metrics what it improves
 * @param trials of the search
 * @param finished of those, trained to the whole length
 * @param running trials that are trained now, also those of the comparison
 * @param compared trainings of the comparison at the end that are done
 * @param best the best value of the first metric so far, or null
 * @param bestKimg at which length
 * @param kimg the whole length
 * @param seconds of training, of all trials together
 * @param began when the first trial was begun, ISO 8601; empty for not yet
 * @param problem why it cannot be read, or null
 */
public record StudySummary(
        String id,
        List<String> metrics,
        String sampler,
        int trials,
        long finished,
        long running,
        long compared,
        @Nullable Double best,
        double bestKimg,
        double kimg,
        double seconds,
        String began,
        @Nullable String problem) {

    /** @param path one that the index found */
    public static StudySummary of(StudyIndex index, Path path) {
        String id = String.valueOf(path.getFileName());
        try {
            return of(id, index.open(path));
        } catch (TrainingException e) {
            return new StudySummary(id, List.of(), "", 0, 0, 0, 0, null, 0, 0, 0, "", e.getMessage());
        }
    }

    private static StudySummary of(String id, Study study) {
        StudyState state = study.state();
        List<Double> lengths = study.settings().lengths();
        List<Trial> ranked = study.ranked(state);
        Trial first = ranked.isEmpty() ? null : ranked.getFirst();
        StudyEvent.Ended result = first == null ? null : first.at(first.rung());
        long began = state.trials().isEmpty() ? 0 : state.trials().getFirst().began();
        return new StudySummary(
                id,
                study.settings().metrics(),
                study.settings().sampler(),
                state.searched().size(),
                state.searched().stream()
                        .filter(trial -> trial.rung() == lengths.size() - 1)
                        .count(),
                state.trials().stream().filter(Trial::isTrained).count(),
                state.compared().stream().filter(trial -> trial.rung() >= 0).count(),
                result == null
                        ? null
                        : result.values().get(study.settings().metrics().getFirst()),
                result == null ? 0 : lengths.get(result.rung()),
                lengths.getLast(),
                state.spent(),
                began == 0 ? "" : Instant.ofEpochMilli(began).toString(),
                null);
    }

    /** Changes whenever there is something new to see: the journal, a measurement of a running trial, or one that was killed. */
    public static String version(Study study) {
        List<Trial> running =
                study.state().trials().stream().filter(Trial::isTrained).toList();
        int measured = running.stream()
                .mapToInt(trial -> TrialRuns.measured(study, trial).size())
                .sum();
        return study.written() + "-" + running.size() + "-" + measured;
    }
}
