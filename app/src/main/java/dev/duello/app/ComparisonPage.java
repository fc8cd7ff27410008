package dev.duello.app;

import dev.duello.train.TrainingEvent.Evaluated;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Several runs on one page: tables, curves and grids side by side. */
final class ComparisonPage {
    private final Comparison comparison;
    private final StringBuilder body = new StringBuilder();

    private ComparisonPage(Comparison comparison) {
        this.comparison = comparison;
    }

    static String of(Comparison comparison) {
        ComparisonPage page = new ComparisonPage(comparison);
        String title = "Comparison of " + comparison.runs().size() + " runs";
        page.body.append("<h1>").append(title).append("</h1>\n");
        comparison
                .warning()
                .ifPresent(warning -> page.body
                        .append("<p class=\"warning\">")
                        .append(warning)
                        .append("</p>\n"));
        for (String note : comparison.notes()) {
            page.body.append("<p class=\"protocol\">").append(Html.escape(note)).append("</p>\n");
        }
        if (!comparison.metrics().isEmpty()) {
            page.tables();
            page.curves();
        }
        if (!comparison.evaluated().isEmpty()) {
            page.body.append(EvaluatedTable.html(comparison));
        }
        page.alerts();
        page.grids();
        return Html.page(title, page.body.toString());
    }

    private void tables() {
        for (Comparison.View view : comparison.views()) {
            header(view.title());
            for (ComparedRun run : comparison.runs()) {
                body.append("<tr><td>").append(Html.escape(run.label())).append("</td>");
                for (String metric : comparison.metrics()) {
                    Optional<Evaluated> evaluation = view.choice().apply(run, metric);
                    Double value =
                            evaluation.map(found -> found.values().get(metric)).orElse(null);
                    cell(
                            Comparison.valueAtKimg(evaluation, metric),
                            value != null
                                    && value.equals(
                                            comparison.bestIn(view, metric).orElse(null)));
                }
                body.append("</tr>\n");
            }
            body.append("</tbody></table></div>\n");
        }
    }

    private void header(String title) {
        body.append("<h2>")
                .append(Html.escape(title))
                .append("</h2>\n")
                .append(Html.scrolled(title))
                .append("<table>\n<thead><tr><th>Run</th>");
        for (String metric : comparison.metrics()) {
            body.append("<th class=\"n\">")
                    .append(Html.escape(comparison.titled(metric)))
                    .append("</th>");
        }
        body.append("</tr></thead>\n<tbody>\n");
    }

    private void cell(String text, boolean best) {
        body.append("<td class=\"n")
                .append(best ? " best" : "")
                .append("\">")
                .append(text)
                .append("</td>");
    }

    private void curves() {
        body.append("<h2>Curves</h2>\n")
                .append(CurveChart.legend(
                        comparison.runs().stream().map(ComparedRun::label).toList()));
        for (String metric : comparison.metrics()) {
            body.append("<h3>").append(Html.escape(comparison.titled(metric))).append("</h3>\n<div class=\"pair\">\n");
            body.append(CurveChart.of(
                    metric + "-images",
                    metric + " by thousands of images seen",
                    "kimg",
                    curves(metric, evaluation -> evaluation.images() / 1000.0)));
            body.append(CurveChart.of(
                    metric + "-time",
                    metric + " by minutes of training",
                    "minutes",
                    curves(metric, evaluation -> evaluation.seconds() / 60)));
            body.append("</div>\n");
        }
    }

    private List<CurveChart.Curve> curves(String metric, ToDoubleFunction<Evaluated> time) {
        return comparison.runs().stream()
                .map(run -> {
                    List<Evaluated> known = run.evaluations().stream()
                            .filter(evaluation -> evaluation.values().containsKey(metric))
                            .toList();
                    return new CurveChart.Curve(
                            run.label(),
                            known.stream().mapToDouble(time).toArray(),
                            known.stream()
                                    .mapToDouble(found -> found.values().get(metric))
                                    .toArray());
                })
                .toList();
    }

    private void alerts() {
        if (comparison.runs().stream().allMatch(run -> run.alerts().isEmpty())) {
            return;
        }
        body.append("<h2>Alerts of the trainings</h2>\n");
        for (ComparedRun run : comparison.runs()) {
            body.append("<h3>")
                    .append(Html.escape(run.label()))
                    .append("</h3>\n")
                    .append(AlertList.of(run.alerts()));
        }
    }

    private void grids() {
        body.append("<h2>Samples</h2>\n<p class=\"soft\">The grids nearest to ")
                .append(String.format("%.1f", comparison.images() / 1000.0))
                .append(" kimg.</p>\n<div class=\"pair\">\n");
        for (ComparedRun run : comparison.runs()) {
            comparison
                    .sample(run)
                    .ifPresent(sample -> body.append("<figure>")
                            .append(Html.picture(run.read(sample), false, "Samples of " + run.label()))
                            .append("<figcaption>")
                            .append(Html.escape(run.label()))
                            .append(String.format(" at %.1f kimg", sample.images() / 1000.0))
                            .append("</figcaption></figure>\n"));
        }
        body.append("</div>\n");
    }
}
