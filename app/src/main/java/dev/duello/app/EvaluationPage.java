package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationResult;
import dev.duello.metric.ImageSource;
import dev.duello.metric.Metric;
import dev.duello.metric.MetricLabel;
import dev.duello.metric.NearestNeighbors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured, as a page: numbers, images, classes, and the best and the worst beside what is most like them. */
final class EvaluationPage {
    private static final int GRID = 64;
    private static final int COLUMNS = 8;
    private static final int EXTREMES = 16;

    private final EvaluationReport report;
    private final EvaluationResult judgement;
    private final StringBuilder body = new StringBuilder();

    private EvaluationPage(EvaluationReport report) {
        this.report = report;
        this.judgement = report.found();
    }

    static String of(EvaluationReport report) {
        EvaluationPage page = new EvaluationPage(report);
        page.numbers();
        page.alerts();
        page.grids();
        page.classes();
        page.extremes();
        return Html.page("Evaluation of " + report.judged(), page.body.toString());
    }

    private void numbers() {
        body.append("<h1>Evaluation of ")
                .append(Html.escape(report.judged()))
                .append("</h1>\n<p class=\"protocol\">Measured with ")
                .append(Html.escape(MetricTable.protocol(judgement.evaluation())))
                .append(". Compare these numbers only with others of the same protocol.</p>\n");
        for (String note : report.notes()) {
            body.append("<p>").append(Html.escape(note)).append("</p>\n");
        }
        body.append(Html.scrolled("Metrics"))
                .append("<table>\n" + "<tr><th>Metric</th><th class=\"n\">Value</th><th class=\"n\">Floor</th>");
        report.baselines()
                .keySet()
                .forEach(name -> body.append("<th class=\"n\">")
                        .append(Html.escape(name))
                        .append("</th>"));
        body.append("<th>Better</th>").append("<th>Meaning</th></tr>\n");
        judgement
                .evaluation()
                .values()
                .forEach((metric, value) -> body.append("<tr><td>")
                        .append(MetricLabel.of(
                                metric.name(), judgement.evaluation().network()))
                        .append("</td><td class=\"n\">")
                        .append(MetricTable.number(value))
                        .append("</td><td class=\"n soft\">")
                        .append(MetricTable.floor(judgement, metric))
                        .append("</td>")
                        .append(report.baselines().values().stream()
                                .map(baseline ->
                                        "<td class=\"n soft\">" + MetricTable.value(baseline, metric) + "</td>")
                                .collect(Collectors.joining()))
                        .append("<td class=\"better\">")
                        .append(better(metric))
                        .append("</td><td class=\"soft\">")
                        .append(Html.escape(metric.help() + " " + metric.good()))
                        .append("</td></tr>\n"));
        body.append("</table></div>\n");
        Evaluation floor = judgement.floor();
        if (floor != null) {
            body.append("<p class=\"soft\">")
                    .append(Html.escape(MetricTable.floorProtocol(floor)))
                    .append(". At the floor, fakes are no further from the reals than these are from each"
                            + " other.</p>\n");
        }
    }

    private String better(Metric metric) {
        return judgement.isAtFloor(metric)
                ? "at the floor"
                : metric.best().sign() + "<span> " + metric.best().words() + "</span>";
    }

    private void alerts() {
        if (!report.alerts().isEmpty()) {
            body.append("<h2>Alerts of the training</h2>\n").append(AlertList.of(report.alerts()));
        }
    }

    private void grids() {
        body.append("<h2>At a glance</h2>\n<div class=\"pair\">\n");
        grid(judgement.fakes(), "fakes");
        grid(judgement.reals(), "reals");
        body.append("</div>\n");
    }

    private void grid(ImageSource images, String what) {
        int count = Math.min(GRID, images.count());
        int[] spread = IntStream.range(0, count)
                .map(i -> (int) ((long) i * images.count() / count))
                .toArray();
        body.append("<figure>")
                .append(pictures(images, spread, COLUMNS, count + " " + what))
                .append("<figcaption>")
                .append(String.format("%d of %,d %s", count, images.count(), what))
                .append("</figcaption></figure>\n");
    }

    private void classes() {
        List<String> names = judgement.classes();
        if (names.isEmpty()) {
            return;
        }
        double fakes = judgement.fakes().count();
        double reals = judgement.reals().count();
        double largest = Math.max(
                Collections.max(judgement.fakeCounts()) / fakes, Collections.max(judgement.realCounts()) / reals);
        body.append(
                        "<h2>Classes</h2>\n<p class=\"soft\">Classes as the feature network predicts them, for both sides: ")
                .append("<span class=\"keys\"><i class=\"key fake\"></i>fakes<i class=\"key real\""
                        + " style=\"margin-left:.8rem\"></i>reals")
                .append("</span></p>\n<div class=\"bars\">\n");
        for (int i = 0; i < names.size(); i++) {
            body.append("<span>").append(Html.escape(names.get(i))).append("</span><div>");
            bar("fake", judgement.fakeCounts().get(i), fakes, largest);
            bar("real", judgement.realCounts().get(i), reals, largest);
            body.append("</div>\n");
        }
        body.append("</div>\n");
    }

    private void bar(String kind, long count, double total, double largest) {
        body.append(String.format(
                "<div class=\"bar\"><i class=\"%s\" style=\"width:%.1f%%\"></i>%,d (%.1f %%)</div>",
                kind, 72 * count / total / largest, count, 100 * count / total));
    }

    private void extremes() {
        NearestNeighbors near = judgement.neighbors();
        List<Integer> order = IntStream.range(0, near.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> near.distance(i, 0)))
                .toList();
        int count = Math.min(EXTREMES, order.size());
        boolean byClass = !judgement.fakeClasses().isEmpty();
        body.append("<h2>The ")
                .append(count)
                .append(" best fakes</h2>\n<p class=\"soft\">")
                .append(
                        byClass
                                ? "The best of each class first, then the second best, so that one easy class does not"
                                        + " take all places. "
                                : "")
                .append("Best and worst go by the distance to the nearest real image in the space of the feature"
                        + " network: ")
                .append("the nearest are the best. Each fake is at the left, beside its ")
                .append(near.k() == 1 ? "nearest real image" : near.k() + " nearest real images")
                .append(". A fake that equals its neighbor is a copy.</p>\n");
        cards((byClass ? byClass(order) : order).subList(0, count));
        body.append("<h2>The ").append(count).append(" worst fakes</h2>\n");
        cards(order.reversed().subList(0, count));
    }

    /** In rounds: of each class its best, then of each its second best. */
    private List<Integer> byClass(List<Integer> order) {
        Map<Integer, Integer> seen = new HashMap<>();
        Map<Integer, Integer> rounds = new HashMap<>();
        order.forEach(
                fake -> rounds.put(fake, seen.merge(judgement.fakeClasses().get(fake), 1, Integer::sum)));
        // Sorting is stable: within a round the best stay first.
        return order.stream().sorted(Comparator.comparing(rounds::get)).toList();
    }

    private void cards(List<Integer> fakes) {
        NearestNeighbors near = judgement.neighbors();
        body.append("<div class=\"cards\">\n");
        for (int fake : fakes) {
            int[] reals = IntStream.range(0, near.k())
                    .map(rank -> near.index(fake, rank))
                    .toArray();
            body.append("<figure class=\"card\"><div>")
                    .append(pictures(judgement.fakes(), new int[] {fake}, 1, "fake " + fake))
                    .append(pictures(judgement.reals(), reals, reals.length, "the real images nearest to it"))
                    .append("</div><figcaption>fake ")
                    .append(fake)
                    .append(
                            judgement.fakeClasses().isEmpty()
                                    ? ""
                                    : " ("
                                            + Html.escape(judgement
                                                    .classes()
                                                    .get(judgement.fakeClasses().get(fake)))
                                            + ")")
                    .append(", distance ")
                    .append(MetricTable.number(near.distance(fake, 0)))
                    .append("</figcaption></figure>\n");
        }
        body.append("</div>\n");
    }

    private static String pictures(ImageSource images, int[] indices, int columns, String description) {
        long bytes = images.format().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate(indices.length * bytes);
            for (int i = 0; i < indices.length; i++) {
                images.fill(indices[i], 1, pixels.asSlice(i * bytes, bytes));
            }
            return Html.pictures(images.format(), pixels, columns, description);
        }
    }
}
