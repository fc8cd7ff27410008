package dev.duello.app;

import dev.duello.Messages;
import dev.duello.data.DataException;
import dev.duello.train.Experiment;
import dev.duello.train.RunDirectory;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingEvent.Alerted;
import dev.duello.train.TrainingEvent.Evaluated;
import dev.duello.train.TrainingEvent.Sampled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One of several runs.
 *
 * @param label its name for people, unlike the others'
 * @param protocol how it was measured while it trained
 * @param evaluations by images seen, ascending
 * @param samples by images seen, ascending
 * @param stored what {@code duello evaluate} found the last time
 * @param alerts the same
 */
record ComparedRun(
        String label,
        Path path,
        String protocol,
        List<Evaluated> evaluations,
        List<Sampled> samples,
        Optional<StoredEvaluation> stored,
        List<Alerted> alerts) {

    static ComparedRun open(Path path, String label) {
        Experiment experiment = RunDirectory.open(path).experiment();
        RunLog log = RunLog.read(path);
        return new ComparedRun(
                label,
                path,
                protocol(log.evaluations(), experiment),
                log.evaluations(),
                log.samples(),
                StoredEvaluation.read(path),
                log.alerts());
    }

    /** All that were used, of which there is one unless the features were made anew in between. */
    private static String protocol(List<Evaluated> evaluations, Experiment experiment) {
        return evaluations.stream()
                .map(Evaluated::protocol)
                .map(told -> told.isEmpty() ? asSettingsSay(experiment) : told)
                .distinct()
                .collect(Collectors.joining("; then "));
    }

    private static String asSettingsSay(Experiment experiment) {
        return String.format(
                "%s features of an unknown hash, %d fakes against %s train",
                experiment.evaluation().features(),
                experiment.evaluation().samples(),
                experiment.data().source());
    }

    boolean isMeasured() {
        return !evaluations.isEmpty();
    }

    /** The last evaluation that had seen at most so many images. */
    Optional<Evaluated> at(long images) {
        return last(evaluation -> evaluation.images() <= images);
    }

    /** The last evaluation at most so many seconds after the start. */
    Optional<Evaluated> after(double seconds) {
        return last(evaluation -> evaluation.seconds() <= seconds);
    }

    private Optional<Evaluated> last(Predicate<Evaluated> holds) {
        return evaluations.reversed().stream().filter(holds).findFirst();
    }

    /** The grid of samples nearest to a time whose file is still there. */
    Optional<Sampled> sampleNear(long images) {
        return samples.stream()
                .filter(sample -> Files.isRegularFile(path.resolve(sample.file())))
                .min(Comparator.comparingLong(sample -> Math.abs(sample.images() - images)));
    }

    byte[] read(Sampled sample) {
        Path file = path.resolve(sample.file());
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException(file + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }
}
