package dev.duello.app;

import dev.duello.search.Importance;
import dev.duello.search.Parameter;
import dev.duello.search.ProcessTrainer;
import dev.duello.search.Ranking;
import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyState;
import dev.duello.search.Trial;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A study on one page, which is written anew after each result. */
final class SearchPage {
    private static final int SHOWN = 6;

    private final Study study;
    private final StudyState state;
    private final List<Trial> ranked;
    private final String metric;
    private final List<Double> lengths;
    private final StringBuilder body = new StringBuilder();

    private SearchPage(Study study, StudyState state) {
        this.study = study;
        this.state = state;
        ranked = study.ranked(state);
        metric = study.settings().metrics().getFirst();
        lengths = study.settings().lengths();
    }

    static String of(Study study, StudyState state) {
        SearchPage page = new SearchPage(study, state);
        String title = "Search in " + study.path().toAbsolutePath().normalize().getFileName();
        page.body.append("<h1>").append(Html.escape(title)).append("</h1>\n");
        page.summary();
        page.comparison();
        page.samples();
        page.curves();
        page.importance();
        page.parallel();
        page.slices();
        page.trials();
        return Html.page(title, page.body.toString());
    }

    private void heading(String words) {
        body.append("<h2>").append(words).append("</h2>\n");
    }

    private void soft(String words) {
        body.append("<p class=\"soft\">").append(Html.escape(words)).append("</p>\n");
    }

    private void summary() {
        long failed = state.searched().stream()
                .filter(trial -> !trial.trouble().isEmpty())
                .count();
        long running = state.trials().stream().filter(Trial::isRunning).count();
        body.append(String.format(
                "<p>%d trials of %d settings, %d of them trained to %s kimg, %d ended by trouble, %d running; %s of training.</p>%n",
                state.searched().size(),
                study.space().parameters().size(),
                state.searched().stream()
                        .filter(trial -> trial.rung() == lengths.size() - 1)
                        .count(),
                MetricTable.number(lengths.getLast()),
                failed,
                running,
                ProgressLine.duration(state.spent())));
        if (!ranked.isEmpty()) {
            Trial best = ranked.getFirst();
            body.append(String.format(
                    "<p class=\"protocol\">Best so far: trial %d with %s at %s kimg.</p>%n",
                    best.number(),
                    Html.escape(SearchProgress.values(best.at(best.rung()))),
                    MetricTable.number(lengths.get(best.rung()))));
        }
    }

    private void comparison() {
        SearchResult result = SearchResult.of(study, state);
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
        body.append("<th class=\"n\">seeds</th></tr></thead>\n<tbody>\n");
        for (SearchResult.Compared each : result.compared()) {
            body.append("<tr><td>").append(each.name()).append("</td>");
            for (String name : study.settings().metrics()) {
                body.append(String.format(
                        "<td class=\"n\">%s ± %s</td>",
                        MetricTable.number(each.mean(name)), MetricTable.number(each.deviation(name))));
            }
            body.append(String.format(
                    "<td class=\"n\">%d</td></tr>%n", each.results().get(metric).size()));
        }
        body.append("</tbody></table></div>\n");
        result.best().ifPresent(this::settings);
    }

    private void settings(SearchResult.Compared best) {
        if (best.values().isEmpty()) {
            return;
        }
        Map<String, String> preset = ProcessTrainer.preset(study);
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
                byte[] png = Files.readAllBytes(
                        new RunDirectory(ProcessTrainer.run(study.folder(trial.number()))).newestSamples());
                String name = SearchProgress.name(trial);
                figures.append("<figure>")
                        .append(Html.picture(png, false, "Samples of " + name))
                        .append("<figcaption>")
                        .append(name)
                        .append(": ")
                        .append(Html.escape(SearchProgress.values(trial.at(trial.rung()))))
                        .append("</figcaption></figure>\n");
            } catch (IOException | TrainingException e) {
                // A trial that another machine trains, or one without images yet: the page does without.
            }
        }
        if (!figures.isEmpty()) {
            heading("Samples of the best");
            body.append("<div class=\"pair\">\n").append(figures).append("</div>\n");
        }
    }

    private static int color(int rung) {
        return Math.max(0, rung) % 8;
    }

    private void legend() {
        body.append("<p>");
        for (int rung = 0; rung < lengths.size(); rung++) {
            body.append(String.format(
                    "<span class=\"key\" style=\"background:var(--s%d)\"></span>reached %s kimg",
                    color(rung), MetricTable.number(lengths.get(rung))));
        }
        body.append("</p>\n");
    }

    private void curves() {
        List<StudyCharts.Line> lines = new ArrayList<>();
        for (Trial trial : state.searched()) {
            StudyEvent.Ended last = trial.at(trial.rung());
            if (last != null && !metric.equals(Ranking.SECONDS)) {
                lines.add(new StudyCharts.Line(
                        label(trial, last),
                        color(trial.rung()),
                        last.curve().stream()
                                .mapToDouble(StudyEvent.Measured::kimg)
                                .toArray(),
                        last.curve().stream()
                                .mapToDouble(measured -> measured.values().get(metric))
                                .toArray()));
            }
        }
        if (!lines.isEmpty()) {
            heading("All trials");
            legend();
            body.append(StudyCharts.curves(metric + " of all trials by thousands of images seen", lines));
        }
    }

    private static String label(Trial trial, StudyEvent.Ended result) {
        return "trial " + trial.number() + ": " + SearchProgress.values(result) + " with " + trial.values();
    }

    private void importance() {
        Map<String, Double> shares = Importance.of(study, state);
        heading("What mattered");
        if (shares.isEmpty()) {
            soft("With fewer than twelve results, it cannot be told which settings matter.");
            return;
        }
        soft("The part of each setting in what " + metric + " at " + MetricTable.number(lengths.getFirst())
                + " kimg depends on: by how much a random forest predicts it worse when the setting is shuffled. Of few"
                + " trials, it is a hint.");
        body.append("<div class=\"bars\">\n");
        shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(each -> body.append(String.format(
                        "<span>%s</span><span class=\"bar\"><i class=\"real\" style=\"width:%.1f%%\"></i>%.0f %%</span>%n",
                        Html.escape(each.getKey()), 80 * each.getValue(), 100 * each.getValue())));
        body.append("</div>\n");
    }

    private static List<String> marks(Parameter parameter) {
        return switch (parameter.domain()) {
            case Parameter.Choices choices -> choices.values();
            case Parameter.Numbers numbers ->
                List.of(MetricTable.number(numbers.low()), MetricTable.number(numbers.high()));
        };
    }

    private void parallel() {
        List<Parameter> parameters = study.space().parameters();
        List<Trial> measured = state.searched().stream()
                .filter(trial -> trial.rung() >= 0)
                .sorted(Comparator.comparing(Trial::rung))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        List<String> names =
                new ArrayList<>(parameters.stream().map(Parameter::key).toList());
        List<List<String>> ends = new ArrayList<>();
        parameters.forEach(parameter -> {
            List<String> marks = marks(parameter);
            ends.add(List.of(marks.getFirst(), "to " + marks.getLast()));
        });
        double[] values = measured.stream().mapToDouble(this::first).toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        names.add(metric);
        ends.add(List.of(MetricTable.number(low), "to " + MetricTable.number(high)));
        List<StudyCharts.Line> lines = measured.stream()
                .map(trial -> {
                    Map<String, Double> point = study.space().point(trial.values());
                    double[] places = new double[names.size()];
                    for (int i = 0; i < parameters.size(); i++) {
                        Double coordinate = point.get(parameters.get(i).key());
                        places[i] = coordinate == null ? Double.NaN : Importance.place(parameters.get(i), coordinate);
                    }
                    places[places.length - 1] = high == low ? 0.5 : (first(trial) - low) / (high - low);
                    return new StudyCharts.Line(
                            label(trial, trial.at(trial.rung())), color(trial.rung()), new double[0], places);
                })
                .toList();
        heading("Parallel coordinates");
        soft("A line is a trial; on the last axis its " + metric + " at " + MetricTable.number(lengths.getFirst())
                + " kimg.");
        legend();
        body.append(Html.scrolled("Parallel coordinates"))
                .append(StudyCharts.parallel("Settings and result of each trial", names, ends, lines))
                .append("</div>\n");
    }

    /** The metric at the first rung, where all can be compared. */
    private double first(Trial trial) {
        StudyEvent.Ended result = trial.at(0);
        return result == null ? Double.NaN : result.values().get(metric);
    }

    private void slices() {
        heading("Slices");
        soft(metric + " at " + MetricTable.number(lengths.getFirst()) + " kimg by one setting at a time.");
        body.append("<div class=\"pair\">\n");
        List<Parameter> parameters = study.space().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            List<StudyCharts.Line> points = new ArrayList<>();
            for (Trial trial : state.searched()) {
                Double coordinate = study.space().point(trial.values()).get(parameter.key());
                if (trial.at(0) != null && coordinate != null) {
                    points.add(new StudyCharts.Line(
                            label(trial, trial.at(0)),
                            color(trial.rung()),
                            new double[] {Importance.place(parameter, coordinate)},
                            new double[] {first(trial)}));
                }
            }
            if (!points.isEmpty()) {
                body.append("<figure>")
                        .append(StudyCharts.slice(
                                "slice-" + i, metric + " by " + parameter.key(), marks(parameter), points))
                        .append("<figcaption>")
                        .append(Html.escape(parameter.key()))
                        .append("</figcaption></figure>\n");
            }
        }
        body.append("</div>\n");
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
                    "<tr><td class=\"n\">%d</td><td class=\"n\">%s</td><td>%s</td><td>%s</td><td class=\"soft\">%s</td></tr>%n",
                    trial.number(),
                    trial.rung() < 0 ? "0" : MetricTable.number(lengths.get(trial.rung())),
                    Html.escape(trial.results().isEmpty() ? "" : SearchProgress.values(trial.at(trial.rung()))),
                    Html.escape(reason(trial)),
                    Html.escape(String.valueOf(trial.values()))));
        }
        body.append("</tbody></table></div>\n");
    }

    private String reason(Trial trial) {
        if (!trial.trouble().isEmpty()) {
            return trial.trouble();
        }
        if (trial.isRunning() || trial.results().isEmpty()) {
            return "it is running";
        }
        if (trial.rung() == lengths.size() - 1) {
            return "it was trained to the end";
        }
        List<Trial> here = state.searched().stream()
                .filter(other -> other.at(trial.rung()) != null)
                .toList();
        return "not among the better half of " + here.size() + " at " + MetricTable.number(lengths.get(trial.rung()))
                + " kimg";
    }
}
