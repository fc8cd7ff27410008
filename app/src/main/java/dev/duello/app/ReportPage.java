package dev.duello.app;

import dev.duello.Messages;
import dev.duello.app.studio.runs.Curves;
import dev.duello.app.studio.runs.NetworkTable;
import dev.duello.app.studio.runs.Run;
import dev.duello.app.studio.runs.RunDetails;
import dev.duello.app.studio.runs.RunHistory;
import dev.duello.app.studio.runs.RunSummary;
import dev.duello.app.studio.runs.StoredAudit;
import dev.duello.app.studio.runs.StoredMetrics;
import dev.duello.data.DataException;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.Statistic;
import dev.duello.metric.Evaluation;
import dev.duello.metric.MetricLabel;
import dev.duello.train.PrivacyStatement;
import dev.duello.train.RunDirectory;
import dev.duello.train.RunLog;
import dev.duello.train.TrainingException;
import dev.duello.train.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A run as one page: what the studio shows of it, in a file that can be mailed and in which nothing runs. */
final class ReportPage {
    private static final int TIMES = 12;

    private final Run run;
    private final RunLog log;
    private final Optional<StoredEvaluation> stored;
    private final RunDetails details;
    private final Curves.Snapshot curves;
    private final StringBuilder body = new StringBuilder();

    private ReportPage(Run run, RunLog log, Optional<StoredEvaluation> stored) {
        this.run = run;
        this.log = log;
        this.stored = stored;
        this.details = run.details("");
        this.curves = run.curves();
    }

    /**
     * @throws TrainingException when there is no run
     * @throws DataException when it cannot be read
     */
    static String of(Path path) {
        RunDirectory.open(path);
        try {
            Run run = Run.open(path);
            run.readAll();
            ReportPage page = new ReportPage(run, RunLog.read(path), StoredEvaluation.read(path));
            page.head();
            page.samples();
            page.evaluation();
            page.privacy(path);
            page.alerts();
            page.curves();
            page.checkpoints();
            page.networks();
            page.experiment();
            return Html.page(run.id(), page.body.toString());
        } catch (IOException e) {
            throw new DataException(path + " cannot be read: " + Messages.reason(e) + ".", e);
        }
    }

    private void head() {
        RunSummary summary = details.summary();
        body.append("<h1>").append(Html.escape(summary.id())).append("</h1>\n<p class=\"protocol\">");
        body.append(Html.escape(String.format(
                "%s on %s: %s at %s of %s kimg after %s",
                summary.preset(),
                summary.data(),
                summary.status(),
                kimg(summary.images()),
                kimg(summary.total()),
                ProgressLine.duration(summary.seconds()))));
        body.append(".</p>\n");
        if (summary.best() != null) {
            body.append("<p>Best ")
                    .append(Html.escape(String.format(
                            "%s %s at %s kimg, measured during training with %s.%s",
                            label(summary.metric()),
                            MetricTable.number(summary.best()),
                            kimg(summary.bestImages()),
                            protocol().isEmpty() ? "a protocol that is not in its log" : protocol(),
                            floor(summary.metric()))))
                    .append("</p>\n");
        }
        String started = day(summary.started());
        body.append("<p class=\"soft\">")
                .append(Html.escape(String.format(
                        "%sWritten on %s by Duello %s.",
                        started.isEmpty() ? "" : "Trained on " + started + ". ",
                        LocalDate.now(ZoneId.systemDefault()),
                        Version.current())))
                .append("</p>\n");
    }

    /** The day of an ISO 8601 time; empty when it is none. */
    private static String day(String time) {
        return time.matches("\\d{4}-\\d\\d-\\d\\dT.*") ? time.substring(0, "2026-01-01".length()) : "";
    }

    /** What real images reach by the features and data of the training, as a sentence; empty when nobody measured that. */
    private String floor(String metric) {
        return details.metrics().stream()
                .filter(measure ->
                        measure.name().equals(metric) && measure.protocol().equals(protocol()))
                .map(RunDetails.Measure::floor)
                .filter(Objects::nonNull)
                .findFirst()
                .map(floor ->
                        String.format(" Its floor is %s: %s.", MetricTable.number(floor.value()), floor.protocol()))
                .orElse("");
    }

    /** How the training measured itself, the last time; empty when it did not. */
    private String protocol() {
        return log.evaluations().isEmpty() ? "" : log.evaluations().getLast().protocol();
    }

    private String label(String metric) {
        return MetricLabel.of(metric, protocol());
    }

    private void evaluation() {
        if (stored.isEmpty()) {
            return;
        }
        Evaluation evaluation = stored.get().evaluation();
        Optional<StoredMetrics> found = Optional.ofNullable(details.measured());
        table("Evaluation", "Metric", "Value", "Floor", "Better", "Meaning");
        evaluation
                .values()
                .forEach((metric, value) -> row(
                        MetricLabel.of(metric.name(), evaluation.network()),
                        MetricTable.number(value),
                        found.flatMap(all -> all.value(metric.name()))
                                .map(StoredMetrics.Value::floor)
                                .map(MetricTable::number)
                                .orElse("-"),
                        found.flatMap(all -> all.value(metric.name()))
                                        .filter(StoredMetrics.Value::atFloor)
                                        .isPresent()
                                ? "at the floor"
                                : metric.best().words(),
                        metric.help()));
        endTable();
        body.append("<p class=\"soft\">")
                .append(Html.escape(stored.get().judged() + ", measured with " + MetricTable.protocol(evaluation) + "."
                        + found.map(StoredMetrics::floorProtocol)
                                .filter(told -> !told.isEmpty())
                                .map(told -> " Floor: " + told + ".")
                                .orElse("")))
                .append(ProtocolNote.of(protocol(), evaluation)
                        .map(note -> " " + Html.escape(note))
                        .orElse(""))
                .append("</p>\n");
    }

    /**
     * What a private run promises, and what an audit found: its curves, but not the suspicious samples, which stand beside
     * training images that who gets this page may not be meant to see.
     */
    private void privacy(Path path) throws IOException {
        boolean isPrivate =
                RunDirectory.open(path).experiment().settings().privacy().isOn();
        StoredAudit audit = StoredAudit.read(path);
        if (!isPrivate && audit == null) {
            return;
        }
        body.append("<h2>Privacy</h2>\n");
        if (isPrivate) {
            body.append("<p>")
                    .append(Html.escape(PrivacyText.promise(run.id(), PrivacyStatement.of(path))))
                    .append("</p>\n");
        }
        if (audit != null) {
            body.append("<p>Audit: ").append(Html.escape(audit.sentence())).append("</p>\n");
            if (audit.pictures().contains(StoredAudit.CURVES)) {
                body.append("<figure>")
                        .append(picture(
                                StoredAudit.CURVES, "Training images found against others accused, of each attack"))
                        .append(
                                "<figcaption>Curves above the diagonal detect training images.</figcaption></figure>\n");
            }
        }
    }

    private void alerts() {
        if (details.alerts().isEmpty()) {
            return;
        }
        table("Alerts", "At kimg", "Symptom", "Evidence", "What to do");
        for (RunHistory.Alert alert : details.alerts()) {
            row(kimg(alert.images()), alert.symptom(), alert.evidence(), alert.advice());
        }
        endTable();
    }

    private void curves() {
        Map<String, List<CurveChart.Curve>> groups = new LinkedHashMap<>();
        curves.bands()
                .keySet()
                .forEach(name -> groups.computeIfAbsent(
                                LearnerKinds.statistic(name)
                                        .map(Statistic::chart)
                                        .orElse(LearnerKinds.label(name)),
                                _ -> new ArrayList<>())
                        .add(statistic(name)));
        List<String> charts = new ArrayList<>();
        groups.forEach((title, lines) -> charts.add(chart(title, lines)));
        metricNames().forEach(metric -> charts.add(chart(label(metric), List.of(metric(metric)))));
        if (!charts.isEmpty()) {
            body.append("<h2>Curves</h2>\n<p class=\"soft\">Over thousands of training images seen")
                    .append(details.alerts().isEmpty() ? "." : "; alerts are marked.")
                    .append("</p>\n<div class=\"pair\">\n");
            charts.forEach(body::append);
            body.append("</div>\n");
        }
    }

    private String chart(String title, List<CurveChart.Curve> lines) {
        return "<figure><h3>" + Html.escape(title) + "</h3>"
                + (lines.size() > 1
                        ? CurveChart.legend(
                                lines.stream().map(CurveChart.Curve::label).toList())
                        : "")
                + CurveChart.of(
                        "c" + Integer.toHexString(title.hashCode()),
                        title,
                        "kimg",
                        lines,
                        details.alerts().stream()
                                .mapToDouble(alert -> alert.images() / 1000.0)
                                .toArray())
                + "</figure>\n";
    }

    private CurveChart.Curve statistic(String name) {
        Double[] mean = curves.bands().get(name).mean();
        int[] known =
                IntStream.range(0, mean.length).filter(i -> mean[i] != null).toArray();
        return new CurveChart.Curve(
                LearnerKinds.label(name),
                IntStream.of(known)
                        .mapToDouble(i -> curves.images()[i] / 1000.0)
                        .toArray(),
                IntStream.of(known).mapToDouble(i -> mean[i]).toArray());
    }

    private Stream<String> metricNames() {
        return details.evaluations().stream()
                .flatMap(evaluation -> evaluation.values().keySet().stream())
                .distinct();
    }

    private CurveChart.Curve metric(String name) {
        List<RunHistory.Evaluation> known = details.evaluations().stream()
                .filter(evaluation -> evaluation.values().containsKey(name))
                .toList();
        return new CurveChart.Curve(
                name,
                known.stream()
                        .mapToDouble(evaluation -> evaluation.images() / 1000.0)
                        .toArray(),
                known.stream()
                        .mapToDouble(evaluation -> evaluation.values().get(name))
                        .toArray());
    }

    /** Grids through time, one visible: the choice is a row of radio buttons, which needs no script. */
    private void samples() throws IOException {
        List<RunHistory.Sample> shown = spread(details.samples());
        if (shown.isEmpty()) {
            return;
        }
        body.append("<h2>Samples</h2>\n<p class=\"soft\">Of fixed latents. Choose a time, in kimg:</p>\n")
                .append("<div class=\"times\">\n");
        for (int i = 0; i < shown.size(); i++) {
            RunHistory.Sample sample = shown.get(i);
            boolean last = i == shown.size() - 1;
            body.append(String.format(
                    "<label><input type=\"radio\" name=\"time\"%s>%s</label>%n<figure>%s<figcaption>Fakes after %s"
                            + " kimg</figcaption></figure>%n",
                    last ? " checked" : "",
                    kimg(sample.images()),
                    picture(sample.file(), "Fakes after " + kimg(sample.images()) + " kimg"),
                    kimg(sample.images())));
        }
        if (details.reals()) {
            body.append("<figure class=\"always\">")
                    .append(picture("samples/reals.png", "Real images"))
                    .append("<figcaption>Real images</figcaption></figure>\n");
        }
        body.append("</div>\n");
    }

    private static List<RunHistory.Sample> spread(List<RunHistory.Sample> samples) {
        int count = Math.min(TIMES, samples.size());
        return IntStream.range(0, count)
                .mapToObj(i -> samples.get(count == 1 ? 0 : (int) ((long) i * (samples.size() - 1) / (count - 1))))
                .toList();
    }

    private String picture(String name, String description) throws IOException {
        Path file = run.file(name).orElseThrow(() -> new IOException(name + " is gone"));
        return Html.picture(Files.readAllBytes(file), false, description);
    }

    private void checkpoints() {
        if (details.checkpoints().isEmpty()) {
            return;
        }
        table("Checkpoints", "Name", "kimg", "");
        for (RunDetails.Checkpoint checkpoint : details.checkpoints()) {
            row(checkpoint.name(), kimg(checkpoint.images()), checkpoint.best() ? "best" : "");
        }
        endTable();
    }

    private void networks() {
        for (NetworkTable network : details.networks()) {
            table(network.title(), "Layer", "Output", "Weights", "Parameters", "Multiply-adds");
            row("input", network.input(), "", "", "");
            network.layers()
                    .forEach(layer -> row(
                            layer.name(),
                            layer.output(),
                            layer.weights(),
                            count(layer.parameters()),
                            count(layer.multiplyAdds())));
            row("total", "", "", count(network.parameters()), count(network.multiplyAdds()));
            endTable();
        }
    }

    private void experiment() {
        body.append("<h2>Experiment</h2>\n<pre tabindex=\"0\" role=\"region\" aria-label=\"Experiment\">")
                .append(Html.escape(details.experiment()))
                .append("</pre>\n");
    }

    private void table(String title, String... headings) {
        body.append("<h2>")
                .append(Html.escape(title))
                .append("</h2>\n")
                .append(Html.scrolled(title))
                .append("<table>\n<thead><tr>");
        for (String heading : headings) {
            body.append("<th>").append(heading).append("</th>");
        }
        body.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String... cells) {
        body.append("<tr>");
        for (String cell : cells) {
            body.append("<td>").append(Html.escape(cell)).append("</td>");
        }
        body.append("</tr>\n");
    }

    private void endTable() {
        body.append("</tbody></table></div>\n");
    }

    private static String kimg(long images) {
        return String.format("%.1f", images / 1000.0);
    }

    private static String count(long number) {
        return number == 0 ? "-" : String.format("%,d", number);
    }
}
