package dev.duello.app;

import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyState;
import dev.duello.search.Trial;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line for each rung that a trial reached. */
final class SearchProgress implements Study.Listener {
    private final @Nullable PrintWriter err;
    private final Study study;

    SearchProgress(@Nullable PrintWriter err, Study study) {
        this.err = err;
        this.study = study;
    }

    @Override
    public synchronized void on(StudyEvent event, StudyState state) {
        if (err == null || !(event instanceof StudyEvent.Ended ended)) {
            return;
        }
        Trial trial = state.trials().get(ended.trial());
        List<Trial> ranked = study.ranked(state);
        err.printf(
                "%-24s %7s kimg  %s%s%s%n",
                name(trial),
                MetricTable.number(study.settings().lengths().get(ended.rung())),
                values(ended),
                trial.isOfSearch() && !ranked.isEmpty()
                        ? "   best: trial " + ranked.getFirst().number() + " with "
                                + values(ranked.getFirst().at(ranked.getFirst().rung()))
                        : "",
                ended.trouble().isEmpty() ? "" : "   ended: " + ended.trouble());
        err.flush();
    }

    /** What a trial is called. */
    static String name(Trial trial) {
        return switch (trial.repeats()) {
            case Trial.NEW -> "trial " + trial.number();
            case Trial.PRESET -> "the preset, seed " + trial.seed();
            default -> "trial " + trial.repeats() + " again, seed " + trial.seed();
        };
    }

    static String values(StudyEvent.@Nullable Ended ended) {
        return ended == null || ended.values().isEmpty() ? "failed" : text(ended.values());
    }

    static String text(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + " " + MetricTable.number(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Settings with their values, in a line. */
    static String settings(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
