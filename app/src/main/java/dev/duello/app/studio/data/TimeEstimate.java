package dev.duello.app.studio.data;

import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunSummary;
import dev.duello.learn.SettingException;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * How long a training will take, from how long others took on this machine. A run on the same data with the same networks tells
 * best; of another one, the multiply-adds of both say about how much more or less there is to do.
 */
final class TimeEstimate {
    /** Runs that ended sooner tell of starting more than of training. */
    private static final double SHORTEST_SECONDS = 5;

    private static final int FEWEST_IMAGES = 2_000;

    private static final int LOOKED_AT = 20;

    private TimeEstimate() {}

    /**
     * @param images a second
     * @param from the run that it was learned from
     * @param same whether that one had the same work to do for each image
     */
    record Speed(double images, String from, boolean same) {}

    static Optional<Speed> of(Experiment wanted, Collection<Run> runs) {
        double work = work(wanted);
        return runs.stream()
                .map(Run::summary)
                .filter(run -> run.seconds() >= SHORTEST_SECONDS && run.images() >= FEWEST_IMAGES)
                .sorted(Comparator.comparing(RunSummary::started).reversed())
                .limit(LOOKED_AT)
                .flatMap(run -> runs.stream()
                        .filter(each -> each.id().equals(run.id()))
                        .flatMap(each -> speed(work, each, run).stream()))
                .max(Comparator.comparing(Speed::same));
    }

    private static Optional<Speed> speed(double work, Run run, RunSummary summary) {
        try {
            double own = work(RunDirectory.open(run.path()).experiment());
            double ratio = own / work;
            return Optional.of(
                    new Speed(ratio * summary.images() / summary.seconds(), summary.id(), Math.abs(ratio - 1) < 0.01));
        } catch (TrainingException | SettingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Multiply-adds of a training step for each sample. */
    private static double work(Experiment experiment) {
        return experiment.settings().multiplyAdds(experiment.architectures());
    }
}
