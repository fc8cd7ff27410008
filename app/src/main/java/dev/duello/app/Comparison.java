package dev.duello.app;

import dev.duello.metric.MetricLabel;
import dev.duello.metric.Metrics;
import dev.duello.train.TrainingEvent.Evaluated;
import dev.duello.train.TrainingEvent.Sampled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Several runs, each at its best; and at the same point, as far as the shortest of those that were measured came.
 *
 * @param metrics names of all that were measured in any run
 * @param images up to which they are compared
 * @param seconds of training up to which they are compared
 */
record Comparison(List<ComparedRun> runs, List<String> metrics, long images, double seconds) {

    static Comparison of(List<ComparedRun> runs) {
        List<ComparedRun> measured =
                runs.stream().filter(ComparedRun::isMeasured).toList();
        List<String> metrics = Metrics.names().stream()
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

    /**
     * What a table shows.
     *
     * @param choice the evaluation of a run that stands for it by a metric
     */
    record View(String title, BiFunction<ComparedRun, String, Optional<Evaluated>> choice) {}

    /** Each at its best; then at equal kimg and at equal time, where all that were measured have an evaluation by then. */
    List<View> views() {
        List<View> views = new ArrayList<>();
        views.add(new View("Best of each run", this::best));
        if (everyRun(run -> run.at(images))) {
            views.add(new View(
                    String.format("At equal kimg: %.1f, or the evaluation before", images / 1000.0),
                    (run, _) -> run.at(images)));
        }
        if (everyRun(run -> run.after(seconds))) {
            views.add(new View(
                    "At equal time: " + ProgressLine.duration(seconds) + " of training, or the evaluation before",
                    (run, _) -> run.after(seconds)));
        }
        return views;
    }

    private boolean everyRun(Function<ComparedRun, Optional<Evaluated>> choice) {
        return measured().count() > 1
                && measured().allMatch(run -> choice.apply(run).isPresent());
    }

    private Stream<ComparedRun> measured() {
        return runs.stream().filter(ComparedRun::isMeasured);
    }

    /** The best evaluation of a run by one metric. */
    Optional<Evaluated> best(ComparedRun run, String metric) {
        return run.evaluations().stream()
                .filter(evaluation -> evaluation.values().containsKey(metric))
                .min(Comparator.comparingDouble(evaluation ->
                        Metrics.named(metric).badness(evaluation.values().get(metric))));
    }

    /** The best value of a metric in a view, to be marked; none where the values cannot be compared. */
    Optional<Double> bestIn(View view, String metric) {
        List<Double> values = measured()
                .flatMap(run -> view.choice().apply(run, metric).stream())
                .filter(evaluation -> evaluation.values().containsKey(metric))
                .map(evaluation -> evaluation.values().get(metric))
                .toList();
        return isComparable() && values.size() > 1
                ? values.stream()
                        .min(Comparator.comparingDouble(
                                value -> Metrics.named(metric).badness(value)))
                : Optional.empty();
    }

    /** A metric with its features and an arrow, over a column of what was measured during training. */
    String titled(String metric) {
        return titled(
                metric,
                measured()
                        .flatMap(run -> run.evaluations().stream())
                        .map(Evaluated::protocol)
                        .distinct());
    }

    /** The same for values of certain protocols. */
    static String titled(String metric, Stream<String> protocols) {
        List<String> labels = protocols
                .map(protocol -> MetricLabel.of(metric, protocol))
                .distinct()
                .toList();
        return (labels.size() == 1 ? labels.getFirst() : metric + "[several kinds of features]") + " "
                + Metrics.named(metric).best().sign();
    }

    static String value(Optional<Evaluated> evaluation, String metric) {
        return evaluation
                .map(found -> found.values().get(metric))
                .map(MetricTable::number)
                .orElse("-");
    }

    static String valueAtKimg(Optional<Evaluated> evaluation, String metric) {
        return value(evaluation, metric)
                + evaluation
                        .filter(found -> found.values().containsKey(metric))
                        .map(found -> " at " + kimg(found) + " kimg")
                        .orElse("");
    }

    private static String kimg(Evaluated evaluation) {
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
        if (measured().count() > 1 && views().size() < 3) {
            notes.add("Not every run has an evaluation as early as the shortest ended, so there is no comparison at"
                    + " equal "
                    + (views().size() == 1 ? "kimg or time" : everyRun(run -> run.at(images)) ? "time" : "kimg")
                    + ".");
        }
        runs.stream()
                .filter(ComparedRun::isMeasured)
                .flatMap(run -> run.stored().stream()
                        .flatMap(stored ->
                                ProtocolNote.of(run.evaluations().getLast().protocol(), stored.evaluation()).stream()))
                .findFirst()
                .ifPresent(notes::add);
        runs.stream()
                .filter(ComparedRun::isMeasured)
                .map(run -> run.label() + ": measured with " + run.protocol() + ".")
                .forEach(notes::add);
        runs.stream()
                .filter(run -> !run.isMeasured())
                .map(run -> run.label() + " was not measured while it trained; its result can be: duello evaluate "
                        + ShellQuoting.quote(run.path()))
                .forEach(notes::add);
        return notes;
    }
}
