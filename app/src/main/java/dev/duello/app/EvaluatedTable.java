package dev.duello.app;

import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All metrics of the last {@code duello evaluate} of each run, and on a page the classes: a row each, runs side by side. */
final class EvaluatedTable {
    private static final String TITLE = "As measured by duello evaluate";

    private final List<ComparedRun> runs;
    private final StringBuilder text = new StringBuilder();

    private EvaluatedTable(Comparison comparison) {
        runs = comparison.evaluated();
    }

    /** For a terminal. */
    static String of(Comparison comparison) {
        return new EvaluatedTable(comparison).plain();
    }

    /** For a page. */
    static String html(Comparison comparison) {
        return new EvaluatedTable(comparison).page();
    }

    private List<Metric> metrics() {
        return Metrics.all().stream()
                .filter(metric ->
                        runs.stream().anyMatch(run -> value(run, metric).isPresent()))
                .toList();
    }

    private static Optional<Double> value(ComparedRun run, Metric metric) {
        return run.stored().map(stored -> stored.evaluation().values().get(metric));
    }

    private List<String> sources() {
        return runs.stream()
                .map(run -> {
                    StoredEvaluation stored = run.stored().orElseThrow();
                    // A run that was renamed since then.
                    String now = stored.judged().startsWith(run.label()) ? "" : run.label() + ": ";
                    return now + stored.judged() + " with " + MetricTable.protocol(stored.evaluation());
                })
                .toList();
    }

    /** Whether the values can be compared. */
    private boolean isOneProtocol() {
        return runs.stream()
                        .map(run -> run.stored().orElseThrow().evaluation().protocol())
                        .distinct()
                        .count()
                == 1;
    }

    private String titled(Metric metric) {
        return Comparison.titled(
                metric.name(),
                runs.stream().map(run -> run.stored().orElseThrow().evaluation().network()));
    }

    private Optional<Double> best(Metric metric) {
        return runs.size() < 2 || !isOneProtocol()
                ? Optional.empty()
                : runs.stream()
                        .flatMap(run -> value(run, metric).stream())
                        .reduce((a, b) -> metric.isBetter(b, a) ? b : a);
    }

    private String plain() {
        text.append(TITLE).append('\n').append(String.format("%-29s", "metric"));
        runs.forEach(run -> text.append(String.format(" %" + width(run) + "s", run.label())));
        text.append('\n');
        for (Metric metric : metrics()) {
            text.append(String.format("%-29s", titled(metric)));
            runs.forEach(run -> text.append(String.format(" %" + width(run) + "s", number(run, metric))));
            text.append('\n');
        }
        sources().forEach(source -> text.append(source).append(".\n"));
        return text.toString();
    }

    private static int width(ComparedRun run) {
        return Math.max(10, run.label().length());
    }

    private static String number(ComparedRun run, Metric metric) {
        return value(run, metric).map(MetricTable::number).orElse("-");
    }

    private String page() {
        text.append("<h2>").append(TITLE).append("</h2>\n");
        sources()
                .forEach(source -> text.append("<p class=\"protocol\">")
                        .append(Html.escape(source))
                        .append(".</p>\n"));
        header("Metric");
        for (Metric metric : metrics()) {
            row(
                    titled(metric),
                    run -> number(run, metric),
                    run -> value(run, metric).isPresent() && value(run, metric).equals(best(metric)));
        }
        text.append("</tbody></table></div>\n");
        classes();
        return text.toString();
    }

    private void classes() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.stored().orElseThrow().classes().keySet()));
        if (names.isEmpty()) {
            return;
        }
        text.append("<h3>Classes</h3>\n");
        header("Share of fakes");
        for (String name : names) {
            row(
                    name,
                    run -> Optional.ofNullable(
                                    run.stored().orElseThrow().classes().get(name))
                            .map(share -> String.format("%.1f %%", 100 * share))
                            .orElse("-"),
                    _ -> false);
        }
        text.append("</tbody></table></div>\n");
    }

    private void header(String first) {
        text.append(Html.scrolled(first))
                .append("<table>\n<thead><tr><th>")
                .append(first)
                .append("</th>");
        runs.forEach(run ->
                text.append("<th class=\"n\">").append(Html.escape(run.label())).append("</th>"));
        text.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String first, Function<ComparedRun, String> cell, Function<ComparedRun, Boolean> isBest) {
        text.append("<tr><td>").append(Html.escape(first)).append("</td>");
        runs.forEach(run -> text.append("<td class=\"n")
                .append(isBest.apply(run) ? " best" : "")
                .append("\">")
                .append(cell.apply(run))
                .append("</td>"));
        text.append("</tr>\n");
    }
}
