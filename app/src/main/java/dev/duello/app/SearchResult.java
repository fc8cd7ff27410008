package dev.duello.app;

import dev.duello.search.Study;
import dev.duello.search.StudyResult;
import dev.duello.search.StudyResult.Compared;
import dev.duello.search.StudyState;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a study found, for people and for programs. */
record SearchResult(StudyResult found) {
    Json json() {
        Study study = found.study();
        StudyState state = found.state();
        Json node = Json.object();
        node.put("study", study.path().toString());
        node.put("trials", state.searched().size());
        node.put("spent-seconds", state.spent());
        Json.Items items = node.putArray("compared");
        for (Compared each : found.compared()) {
            Json item = items.addObject().put("name", each.name());
            each.results().forEach((metric, results) -> {
                Json numbers = item.putObject(metric);
                numbers.put("mean", each.mean(metric)).put("deviation", each.deviation(metric));
                numbers.put("seeds", results.size());
            });
            item.put("training-seconds", each.time());
            Json values = item.putObject("values");
            each.values().forEach(values::put);
        }
        found.best().ifPresent(best -> {
            Json values = node.put("best", best.name()).putObject("best-values");
            best.values().forEach(values::put);
        });
        if (study.settings().metrics().size() > 1) {
            Json.Items front = node.putArray("front");
            found.front().forEach(each -> front.add(each.name()));
        }
        node.put("page", study.path().resolve("report.html").toString());
        return node;
    }

    void print(PrintWriter out) {
        Study study = found.study();
        StudyState state = found.state();
        List<Compared> compared = found.compared();
        List<String> metrics = study.settings().metrics();
        int reached = (int) state.searched().stream()
                .filter(trial -> trial.rung() == study.settings().lengths().size() - 1)
                .count();
        out.printf(
                "%d %s, %d trained to the end, in %s of training.%n",
                state.searched().size(),
                state.searched().size() == 1 ? "trial" : "trials",
                reached,
                ProgressLine.duration(state.spent()));
        if (!compared.isEmpty()) {
            out.println();
            out.printf("%-14s", "settings");
            metrics.forEach(metric -> out.printf("  %20s", metric));
            out.printf("  %5s  %s%n", "seeds", "each took");
            for (Compared each : compared) {
                out.printf("%-14s", each.name());
                metrics.forEach(metric -> out.printf(
                        "  %20s",
                        MetricTable.number(each.mean(metric)) + " ± " + MetricTable.number(each.deviation(metric))));
                out.printf(
                        "  %5d  %s%n",
                        each.results().get(metrics.getFirst()).size(), ProgressLine.duration(each.time()));
            }
            out.println();
            found.verdict().ifPresent(out::println);
        }
        if (metrics.size() > 1 && !found.choices().isEmpty()) {
            out.println("Pareto front, than which nothing is better in one metric and no worse in any:");
            found.front().forEach(each -> out.printf("  %-12s %s%n", each.name(), SearchProgress.text(each.means())));
        }
        found.best().filter(best -> !best.values().isEmpty()).ifPresent(best -> {
            Map<String, String> preset = found.preset();
            out.println("Settings of " + best.name() + ":");
            best.values()
                    .forEach((key, value) -> out.printf("  %-36s %-16s (preset: %s)%n", key, value, preset.get(key)));
        });
        if (found.best().isEmpty()) {
            out.println("No trial was measured yet.");
            return;
        }
        Path yaml = study.path().resolve("best.yaml");
        out.println("Next:  duello train --config " + ShellQuoting.quote(yaml));
        out.println("       page " + study.path().resolve("report.html"));
    }
}
