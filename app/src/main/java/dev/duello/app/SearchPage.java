package dev.duello.app;

import dev.duello.search.Importance;
import dev.duello.search.Parameter;
import dev.duello.search.Ranking;
import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyResult;
import dev.duello.search.StudyState;
import dev.duello.search.Trial;
import dev.duello.search.TrialRuns;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** A study on one page, which is written anew after each result. */
final class SearchPage {
    private static final int SHOWN = 6;

    private final Study study;
    private final StudyState state;
    private final List<Trial> ranked;
    private final String metric;
    private final List<Double> lengths;
    private final Map<Integer, List<StudyEvent.Measured>> live = new HashMap<>();
    private final StringBuilder body = new StringBuilder();

    private SearchPage(Study study, StudyState state) {
        this.study = study;
        this.state = state;
        ranked = study.ranked(state);
        metric = study.settings().metrics().getFirst();
        lengths = study.settings().lengths();
    }

    static String of(Study study, StudyState state) {
        String title = "Search in " + study.path().toAbsolutePath().normalize().getFileName();
        return Html.page(title, "<h1>" + Html.escape(title) + "</h1>\n" + body(study, state));
    }

    /** What stands below the title, as markup without styles of its own: the studio shows it as well. */
    static String body(Study study, StudyState state) {
        SearchPage page = new SearchPage(study, state);
        page.summary();
        page.running();
        page.comparison();
        page.front();
        page.samples();
        page.curves();
        page.importance();
        page.parallel();
        page.slices();
        page.trials();
        return page.body.toString();
    }

    /** As it is now, of a folder that holds a study. */
    static String body(Path path) {
        Study study = Study.read(path);
        return body(study, study.state());
    }

    private void heading(String words) {
        body.append("<h2>").append(words).append("</h2>\n");
    }

    private void soft(String words) {
        body.append("<p class=\"soft\">").append(Html.escape(words)).append("</p>\n");
    }

    private void summary() {
        List<Trial> searched = state.searched();
        List<String> facts = new ArrayList<>();
        facts.add(String.format(
                "%d of them trained to %s kimg",
                searched.stream()
                        .filter(trial -> trial.rung() == lengths.size() - 1)
                        .count(),
                kimg(lengths.size() - 1)));
        facts.add(searched.stream().filter(trial -> !trial.trouble().isEmpty()).count() + " ended by trouble");
        facts.add(state.trials().stream().filter(Trial::isTrained).count() + " running");
        body.append(String.format(
                "<p>%d %s of %d settings, %s; %s of training. Proposals: %s.</p>%n",
                searched.size(),
                searched.size() == 1 ? "trial" : "trials",
                study.space().parameters().size(),
                String.join(", ", facts),
                ProgressLine.duration(state.spent()),
                study.settings().sampler().equals("random") ? "random" : "TPE"));
        if (!ranked.isEmpty()) {
            Trial best = ranked.getFirst();
            body.append(String.format(
                    "<p class=\"protocol\">Best so far: trial %d with %s at %s kimg.</p>%n",
                    best.number(), Html.escape(SearchProgress.values(best.at(best.rung()))), kimg(best.rung())));
        }
    }

    /** The length of a rung as text. */
    private String kimg(int rung) {
        return MetricTable.number(lengths.get(rung));
    }

    private void running() {
        List<Trial> running = state.trials().stream().filter(Trial::isTrained).toList();
        if (running.isEmpty()) {
            return;
        }
        heading("Running now");
        body.append("<ul>\n");
        for (Trial trial : running) {
            List<StudyEvent.Measured> curve = live(trial);
            String sofar = curve.isEmpty()
                    ? "nothing measured yet"
                    : SearchProgress.text(curve.getLast().values()) + " at "
                            + MetricTable.number(curve.getLast().kimg()) + " kimg";
            body.append(String.format(
                    "<li data-trial=\"%d\">%s, on its way to %s kimg: %s</li>%n",
                    trial.number(),
                    Html.escape(SearchProgress.name(trial)),
                    kimg(trial.running()),
                    Html.escape(sofar)));
        }
        body.append("</ul>\n");
    }

    /** What a trial that is being trained measured so far, read once. */
    private List<StudyEvent.Measured> live(Trial trial) {
        return live.computeIfAbsent(trial.number(), _ -> TrialRuns.measured(study, trial));
    }

    private void comparison() {
        StudyResult result = StudyResult.of(study, state);
        if (result.compared().isEmpty()) {
            return;
        }
        heading("The best, trained again");
        soft(
                "With seeds that the search has not seen, at full length: the mean of each metric ± the standard deviation"
                        + " between seeds. The values of the search itself are better than that, since the best of many is lucky, too.");
        body.append(Html.scrolled("The best, trained again")).append("<table>\n<thead><tr><th>Settings</th>");
        study.settings()
                .metrics()
                .forEach(each -> body.append("<th class=\"n\">").append(each).append("</th>"));
        body.append("<th class=\"n\">seeds</th><th class=\"n\">each took</th></tr></thead>\n<tbody>\n");
        for (StudyResult.Compared each : result.compared()) {
            body.append("<tr><td>").append(each.name()).append("</td>");
            for (String name : study.settings().metrics()) {
                body.append(String.format(
                        "<td class=\"n\">%s ± %s</td>",
                        MetricTable.number(each.mean(name)), MetricTable.number(each.deviation(name))));
            }
            body.append(String.format(
                    "<td class=\"n\">%d</td><td class=\"n\">%s</td></tr>%n",
                    each.results().get(metric).size(), ProgressLine.duration(each.time())));
        }
        body.append("</tbody></table></div>\n");
        result.best().ifPresent(this::settings);
    }

    /** Of several metrics: what can be chosen from, by the first two. */
    private void front() {
        StudyResult result = StudyResult.of(study, state);
        List<String> metrics = study.settings().metrics();
        if (metrics.size() < 2 || result.choices().isEmpty()) {
            return;
        }
        heading("Pareto front");
        List<StudyResult.Compared> front = result.front();
        soft((result.compared().isEmpty() ? "Trials at full length" : "Means of the comparison") + " by "
                + metrics.get(1)
                + " and " + metrics.get(0)
                + ". The joined ones are those than which no other is better in one metric and no"
                + " worse in any.");
        List<StudyCharts.Line> lines = new ArrayList<>();
        List<StudyCharts.Line> joined = new ArrayList<>();
        for (StudyResult.Compared each : result.choices()) {
            boolean isInFront = front.contains(each);
            StudyCharts.Line line = new StudyCharts.Line(
                    each.trial(),
                    each.name() + ": " + SearchProgress.text(each.means()),
                    isInFront ? 0 : lengths.size(),
                    false,
                    new double[] {each.mean(metrics.get(1))},
                    new double[] {each.mean(metrics.get(0))});
            lines.add(line);
            if (isInFront) {
                joined.add(line);
            }
        }
        body.append(Html.scrolled("Pareto front"))
                .append(StudyCharts.plane(metrics.get(1), metrics.get(0), lines, joined))
                .append("</div>\n<ul>\n");
        front.forEach(each -> body.append(String.format(
                "<li data-trial=\"%d\">%s: %s</li>%n",
                each.trial(), each.name(), Html.escape(SearchProgress.text(each.means())))));
        body.append("</ul>\n");
    }

    private void settings(StudyResult.Compared best) {
        if (best.values().isEmpty()) {
            return;
        }
        Map<String, String> preset = StudyResult.of(study, state).preset();
        body.append("<h3>Settings of ").append(best.name()).append("</h3>\n").append(Html.scrolled("Settings"));
        body.append("<table>\n<thead><tr><th>Setting</th><th>Best</th><th>Preset</th></tr></thead>\n<tbody>\n");
        best.values()
                .forEach((key, value) -> body.append(String.format(
                        "<tr><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                        Html.escape(key), Html.escape(value), Html.escape(preset.getOrDefault(key, "")))));
        body.append("</tbody></table></div>\n");
    }

    private void samples() {
        StringBuilder figures = new StringBuilder();
        List<Trial> shown = new ArrayList<>(ranked.stream().limit(SHOWN - 1).toList());
        state.compared().stream()
                .filter(trial -> trial.repeats() == Trial.PRESET)
                .limit(1)
                .forEach(shown::add);
        for (Trial trial : shown) {
            try {
                Path file = new RunDirectory(TrialRuns.run(study.folder(trial.number()))).newestSamples();
                byte[] png = Files.readAllBytes(file);
                String name = SearchProgress.name(trial);
                figures.append("<figure data-trial=\"" + trial.number() + "\">")
                        .append(Html.picture(png, false, "Samples of " + name))
                        .append("<figcaption>")
                        .append(name)
                        .append(": ")
                        .append(Html.escape(SearchProgress.values(trial.at(trial.rung()))))
                        .append("; images at ")
                        .append(brief(kimg(file)))
                        .append(" kimg</figcaption></figure>\n");
            } catch (IOException | TrainingException e) {
                // A trial that another machine trains, or one without images yet: the page does without.
            }
        }
        if (!figures.isEmpty()) {
            heading("Samples of the best");
            soft("The newest grid of each, of the same latents; what counts is the best value of the curve, smoothed.");
            body.append("<div class=\"pair many\">\n").append(figures).append("</div>\n");
        }
    }

    /** Of a file of samples, whose name tells it. */
    private static double kimg(Path samples) {
        return Double.parseDouble(samples.getFileName().toString().replaceFirst("k\\.png$", ""));
    }

    /** The further a trial went, the lower. */
    private int color(int rung) {
        return lengths.size() - 1 - rung;
    }

    private void legend() {
        body.append("<p class=\"keys-of\">");
        for (int rung = 0; rung < lengths.size(); rung++) {
            body.append(String.format(
                    "<span><span class=\"key %s\"></span>reached %s kimg</span> ",
                    StudyCharts.color(color(rung)), kimg(rung)));
        }
        body.append("</p>\n");
    }

    private void curves() {
        List<StudyCharts.Line> lines = new ArrayList<>();
        if (!metric.equals(Ranking.SECONDS)) {
            for (Trial trial : state.searched()) {
                StudyEvent.Ended last = trial.at(trial.rung());
                List<StudyEvent.Measured> curve =
                        trial.isTrained() ? live(trial) : last == null ? List.of() : last.curve();
                if (!curve.isEmpty()) {
                    lines.add(line(trial, curve));
                }
            }
        }
        if (!lines.isEmpty()) {
            heading("All trials");
            soft("Each measurement of " + metric + ", not smoothed, by thousands of images seen (kimg)."
                    + (lines.stream().anyMatch(StudyCharts.Line::isLive) ? " Dashed: running." : ""));
            legend();
            body.append(Html.scrolled("Curves of all trials"))
                    .append(StudyCharts.curves(metric, lines))
                    .append("</div>\n");
        }
    }

    private StudyCharts.Line line(Trial trial, List<StudyEvent.Measured> curve) {
        double[] x = curve.stream().mapToDouble(StudyEvent.Measured::kimg).toArray();
        double[] y = curve.stream()
                .mapToDouble(measured -> measured.values().get(metric))
                .toArray();
        return new StudyCharts.Line(
                trial.number(), label(trial, trial.at(trial.rung())), color(trial.rung()), trial.isTrained(), x, y);
    }

    private String label(Trial trial, StudyEvent.@Nullable Ended result) {
        return "trial " + trial.number() + ": "
                + (result == null ? "" : SearchProgress.values(result) + " at " + kimg(result.rung()) + " kimg, ")
                + "with " + SearchProgress.settings(trial.values());
    }

    private void importance() {
        Map<String, Double> shares = Importance.of(study, state);
        heading("What mattered");
        if (shares.isEmpty()) {
            soft("With fewer than twelve results, it cannot be told which settings matter.");
            return;
        }
        soft("The part of each setting in what " + metric + " at " + kimg(0)
                + " kimg depends on: by how much a random forest predicts it worse when the setting is shuffled. Of few"
                + " trials, it is a hint.");
        Map<String, Double> ordered = new LinkedHashMap<>();
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        body.append(Html.scrolled("What mattered"))
                .append(StudyCharts.bars("The part of each setting in " + metric, ordered))
                .append("</div>\n");
    }

    /** Which values stand where on the axis of a setting. */
    private static StudyCharts.Marks marks(Parameter parameter) {
        Map<Double, String> marks = new TreeMap<>();
        switch (parameter.domain()) {
            case Parameter.Choices choices -> {
                for (int i = 0; i < choices.values().size(); i++) {
                    marks.put(Importance.place(parameter, i), choices.values().get(i));
                }
            }
            case Parameter.Numbers numbers -> {
                marks.put(Importance.place(parameter, numbers.low()), brief(numbers.low()));
                marks.put(Importance.place(parameter, numbers.high()), brief(numbers.high()));
            }
        }
        return new StudyCharts.Marks(parameter.key(), marks, parameter.domain() instanceof Parameter.Choices);
    }

    /** A number as somebody would write it. */
    private static String brief(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private void parallel() {
        List<Parameter> parameters = study.space().parameters();
        List<Trial> measured = state.searched().stream()
                .filter(trial -> trial.at(0) != null)
                .sorted(Comparator.comparing(Trial::rung))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        double[] values = measured.stream().mapToDouble(this::first).toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        boolean isLog = low > 0 && high > 3 * low;
        List<StudyCharts.Marks> axes =
                new ArrayList<>(parameters.stream().map(SearchPage::marks).toList());
        axes.add(new StudyCharts.Marks(
                metric + " at " + kimg(0) + " kimg",
                new TreeMap<>(Map.of(0.0, MetricTable.number(low), 1.0, MetricTable.number(high))),
                false));
        List<StudyCharts.Line> lines = measured.stream()
                .map(trial -> {
                    Map<String, Double> point = study.space().point(trial.values());
                    double[] places = new double[axes.size()];
                    for (int i = 0; i < parameters.size(); i++) {
                        Double coordinate = point.get(parameters.get(i).key());
                        places[i] = coordinate == null ? Double.NaN : Importance.place(parameters.get(i), coordinate);
                    }
                    double share = isLog
                            ? Math.log(first(trial) / low) / Math.log(high / low)
                            : (first(trial) - low) / (high - low);
                    places[places.length - 1] = high == low ? 0.5 : share;
                    return new StudyCharts.Line(
                            trial.number(),
                            label(trial, trial.at(trial.rung())),
                            color(trial.rung()),
                            false,
                            new double[0],
                            places);
                })
                .toList();
        heading("Parallel coordinates");
        soft("A line from top to bottom is a trial: its value of each setting, and at last its " + metric + " at "
                + kimg(0) + " kimg, the first rung, which all trials have in common.");
        legend();
        body.append(Html.scrolled("Parallel coordinates"))
                .append(StudyCharts.parallel("Settings and result of each trial", axes, lines))
                .append("</div>\n");
    }

    /** The metric at the first rung, where all can be compared. */
    private double first(Trial trial) {
        StudyEvent.Ended result = trial.at(0);
        return result == null ? Double.NaN : result.values().get(metric);
    }

    private void slices() {
        StringBuilder figures = new StringBuilder();
        List<Parameter> parameters = study.space().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            List<StudyCharts.Line> points = new ArrayList<>();
            for (Trial trial : state.searched()) {
                Double coordinate = study.space().point(trial.values()).get(parameter.key());
                if (trial.at(0) != null && coordinate != null) {
                    points.add(new StudyCharts.Line(
                            trial.number(),
                            label(trial, trial.at(trial.rung())),
                            color(trial.rung()),
                            false,
                            new double[] {Importance.place(parameter, coordinate)},
                            new double[] {first(trial)}));
                }
            }
            if (!points.isEmpty()) {
                figures.append("<figure>")
                        .append(StudyCharts.slice("slice-" + i, metric, marks(parameter), points))
                        .append(String.format(
                                "<figcaption>%s: %s at %s kimg</figcaption></figure>%n",
                                Html.escape(parameter.key()), metric, kimg(0)));
            }
        }
        if (!figures.isEmpty()) {
            heading("Slices");
            soft("One setting at a time, with " + metric + " at the first rung.");
            legend();
            body.append("<div class=\"slices\">\n").append(figures).append("</div>\n");
        }
    }

    private void trials() {
        heading("Trials");
        body.append(Html.scrolled("Trials")).append("<table>\n<thead><tr><th class=\"n\">Trial</th>");
        body.append(
                "<th class=\"n\">kimg</th><th>Result</th><th>Ended because</th><th>Settings</th></tr></thead>\n<tbody>\n");
        List<Trial> ordered = new ArrayList<>(ranked);
        state.searched().stream().filter(trial -> !ranked.contains(trial)).forEach(ordered::add);
        for (Trial trial : ordered) {
            body.append(String.format(
                    "<tr data-trial=\"%d\"><td class=\"n\">%d</td><td class=\"n\">%s</td><td>%s</td><td>%s</td><td class=\"soft\">%s</td></tr>%n",
                    trial.number(),
                    trial.number(),
                    trial.rung() < 0 ? "0" : kimg(trial.rung()),
                    Html.escape(trial.results().isEmpty() ? "" : SearchProgress.values(trial.at(trial.rung()))),
                    Html.escape(reason(trial)),
                    Html.escape(SearchProgress.settings(trial.values()))));
        }
        body.append("</tbody></table></div>\n");
    }

    private String reason(Trial trial) {
        if (!trial.trouble().isEmpty()) {
            return trial.trouble();
        }
        if (trial.isTrained()) {
            return "it is running";
        }
        if (trial.isRunning() || trial.results().isEmpty()) {
            return "it was interrupted: the same command goes on with it";
        }
        if (trial.rung() == lengths.size() - 1) {
            return "it was trained to the end";
        }
        List<Trial> here = state.searched().stream()
                .filter(other -> other.at(trial.rung()) != null)
                .toList();
        return "not among the better half of " + here.size() + " at " + kimg(trial.rung()) + " kimg";
    }
}
