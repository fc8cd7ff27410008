package dev.duello.app;

import dev.duello.metric.Metric;
import dev.duello.train.TrainingEvent.Evaluated;
import dev.duello.train.TrainingEvent.Sampled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Several runs at the same point: as far as the shortest of those that were measured came.
 *
 * @param metrics names of all that were measured in any run
 * @param images at which they are compared
 * @param seconds of training at which they are compared
 */
record Comparison(List<ComparedRun> runs, List<String> metrics, long images, double seconds) {

    static Comparison of(List<ComparedRun> runs) {
        List<ComparedRun> measured =
                runs.stream().filter(ComparedRun::isMeasured).toList();
        List<String> metrics = Metric.names().stream()
                .filter(name -> measured.stream()
                        .flatMap(run -> run.evaluations().stream())
                        .anyMatch(evaluation -> evaluation.values().containsKey(name)))
                .toList();
        long images = measured.isEmpty()
                ? commonSamples(runs)
                : measured.stream()
                        .mapToLong(run -> run.evaluations().getLast().images())
                        .min()
                        .orElseThrow();
        double seconds = measured.stream()
                .mapToDouble(run -> run.evaluations().getLast().seconds())
                .min()
                .orElse(0);
        return new Comparison(List.copyOf(runs), metrics, images, seconds);
    }

    private static long commonSamples(List<ComparedRun> runs) {
        return runs.stream()
                .filter(run -> !run.samples().isEmpty())
                .mapToLong(run -> run.samples().getLast().images())
                .min()
                .orElse(0);
    }

    /** Whether all that was measured during training was measured by one protocol. */
    boolean isComparable() {
        return runs.stream()
                        .filter(ComparedRun::isMeasured)
                        .map(ComparedRun::protocol)
                        .distinct()
                        .count()
                <= 1;
    }

    /** Those that were evaluated after their training. */
    List<ComparedRun> evaluated() {
        return runs.stream().filter(run -> run.stored().isPresent()).toList();
    }

    /** What a table shows. */
    record View(String title, Function<ComparedRun, Optional<Evaluated>> choice) {}

    /** At equal kimg and at equal wall-clock. */
    List<View> views() {
        return List.of(
                new View(String.format("At %.1f kimg", images / 1000.0), run -> run.at(images)),
                new View("After " + ProgressLine.duration(seconds) + " of training", run -> run.after(seconds)));
    }

    /** The best evaluation of a run by one metric. */
    Optional<Evaluated> best(ComparedRun run, String metric) {
        Comparator<Evaluated> byValue =
                Comparator.comparingDouble(evaluation -> evaluation.values().get(metric));
        return run.evaluations().stream()
                .filter(evaluation -> evaluation.values().containsKey(metric))
                .min(higherIsBetter(metric) ? byValue.reversed() : byValue);
    }

    /** The best value of a metric in a view, to be marked; none where the values cannot be compared. */
    Optional<Double> bestIn(View view, String metric) {
        if (!isComparable()) {
            return Optional.empty();
        }
        Comparator<Double> order = higherIsBetter(metric) ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return runs.stream()
                .flatMap(run -> view.choice().apply(run).stream())
                .filter(evaluation -> evaluation.values().containsKey(metric))
                .map(evaluation -> evaluation.values().get(metric))
                .min(order);
    }

    static boolean higherIsBetter(String metric) {
        return Metric.valueOf(metric.toUpperCase(Locale.ROOT).replace('-', '_')).higherIsBetter();
    }

    static String titled(String metric) {
        return metric + (higherIsBetter(metric) ? " ↑" : " ↓");
    }

    static String value(Optional<Evaluated> evaluation, String metric) {
        return evaluation
                .map(found -> found.values().get(metric))
                .map(MetricTable::number)
                .orElse("-");
    }

    static String kimg(Evaluated evaluation) {
        return String.format("%.1f", evaluation.images() / 1000.0);
    }

    Optional<Sampled> sample(ComparedRun run) {
        return run.sampleNear(images);
    }

    /** What a reader must know before the numbers. */
    Optional<String> warning() {
        return isComparable()
                ? Optional.empty()
                : Optional.of("These runs were not measured by the same protocol: their numbers cannot be compared,"
                        + " and none is marked as the best.");
    }

    /** Sentences that explain the numbers. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        runs.stream()
                .filter(ComparedRun::isMeasured)
                .map(run -> run.label() + ": measured with " + run.protocol() + ".")
                .forEach(notes::add);
        runs.stream()
                .filter(run -> !run.isMeasured())
                .map(run -> run.label() + " was not measured while it trained; its result can be: duello evaluate "
                        + Shell.quote(run.path()))
                .forEach(notes::add);
        return notes;
    }
}
