package dev.duello.app;

import dev.duello.Messages;
import dev.duello.search.ProcessTrainer;
import dev.duello.search.Ranking;
import dev.duello.search.Study;
import dev.duello.search.StudyEvent;
import dev.duello.search.StudyState;
import dev.duello.search.Trial;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a study found.
 *
 * @param compared the best and the preset, trained again with new seeds: the best mean of the first metric first
 */
record SearchResult(Study study, StudyState state, List<Compared> compared) {
    /**
     * One choice of settings with several seeds.
     *
     * @param trial its number, or {@link Trial#PRESET}
     * @param results by metric, one of each seed
     * @param seconds that each training took
     */
    record Compared(int trial, Map<String, String> values, Map<String, List<Double>> results, List<Double> seconds) {
        double mean(String metric) {
            return results.get(metric).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
        }

        /** The sample standard deviation; 0 of a single seed. */
        double deviation(String metric) {
            List<Double> all = results.get(metric);
            double mean = mean(metric);
            double squares = all.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return all.size() < 2 ? 0 : Math.sqrt(squares / (all.size() - 1));
        }

        String name() {
            return trial == Trial.PRESET ? "the preset" : "trial " + trial;
        }

        /** Seconds of a training: settings can be better because they take longer. */
        double time() {
            return seconds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        Map<String, Double> means() {
            Map<String, Double> means = new LinkedHashMap<>();
            results.keySet().forEach(metric -> means.put(metric, mean(metric)));
            return means;
        }
    }

    static SearchResult of(Study study, StudyState state) {
        Map<Integer, Compared> found = new LinkedHashMap<>();
        for (Trial trial : state.compared()) {
            StudyEvent.Ended last = trial.last();
            if (last != null && !last.values().isEmpty()) {
                Compared compared = found.computeIfAbsent(
                        trial.repeats(),
                        _ -> new Compared(trial.repeats(), trial.values(), new LinkedHashMap<>(), new ArrayList<>()));
                compared.seconds().add(last.curve().getLast().seconds());
                last.values()
                        .forEach((metric, value) -> compared.results()
                                .computeIfAbsent(metric, _ -> new ArrayList<>())
                                .add(value));
            }
        }
        String first = study.settings().metrics().getFirst();
        List<Compared> ordered = found.values().stream()
                .sorted(Comparator.comparingDouble(each -> Ranking.badness(first, each.mean(first))))
                .toList();
        return new SearchResult(study, state, ordered);
    }

    /** What to train with: the best of the comparison, which can be the preset, or without one the best trial. */
    Optional<Compared> best() {
        if (!compared.isEmpty()) {
            return Optional.of(compared.getFirst());
        }
        return study.ranked(state).stream()
                .findFirst()
                .map(trial -> new Compared(trial.number(), trial.values(), results(trial), List.of()));
    }

    private static Map<String, List<Double>> results(Trial trial) {
        Map<String, List<Double>> results = new LinkedHashMap<>();
        StudyEvent.Ended last = trial.at(trial.rung());
        if (last != null) {
            last.values().forEach((metric, value) -> results.put(metric, List.of(value)));
        }
        return results;
    }

    /** What can be chosen from: those that were compared, or before that the trials that were trained to the end. */
    List<Compared> choices() {
        if (!compared.isEmpty()) {
            return compared;
        }
        int last = study.settings().lengths().size() - 1;
        return study.ranked(state).stream()
                .filter(trial -> trial.rung() == last)
                .map(trial -> new Compared(trial.number(), trial.values(), results(trial), List.of()))
                .toList();
    }

    /** Of several metrics, the choices than which none is better in all. */
    List<Compared> front() {
        Map<Integer, Map<String, Double>> means = new TreeMap<>();
        choices().forEach(each -> means.put(each.trial(), each.means()));
        List<Integer> front = Ranking.front(study.settings().metrics(), means);
        return choices().stream().filter(each -> front.contains(each.trial())).toList();
    }

    /** The change of the best against the preset in the first metric, where both were compared. */
    private Optional<String> verdict() {
        String metric = study.settings().metrics().getFirst();
        Optional<Compared> preset =
                compared.stream().filter(each -> each.trial() == Trial.PRESET).findFirst();
        if (preset.isEmpty()) {
            return Optional.empty();
        }
        Compared best = compared.getFirst();
        if (best.trial() == Trial.PRESET) {
            return Optional.of("The preset itself is best: nothing that was tried has a better mean.");
        }
        double difference = Math.abs(best.mean(metric) - preset.get().mean(metric));
        double spread = Math.max(best.deviation(metric), preset.get().deviation(metric));
        return Optional.of(String.format(
                "%s has a mean %s better by %.0f %% than the preset's%s.",
                Messages.capitalized(best.name()),
                metric,
                100 * difference / Math.abs(preset.get().mean(metric)),
                difference < spread ? ", which is less than the seeds differ" : ""));
    }

    Json json() {
        Json node = Json.object();
        node.put("study", study.path().toString());
        node.put("trials", state.searched().size());
        node.put("spent-seconds", state.spent());
        Json.Items items = node.putArray("compared");
        for (Compared each : compared) {
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
        best().ifPresent(best -> {
            Json values = node.put("best", best.name()).putObject("best-values");
            best.values().forEach(values::put);
        });
        if (study.settings().metrics().size() > 1) {
            Json.Items front = node.putArray("front");
            front().forEach(each -> front.add(each.name()));
        }
        node.put("page", study.path().resolve("report.html").toString());
        return node;
    }

    void print(PrintWriter out) {
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
            verdict().ifPresent(out::println);
        }
        if (metrics.size() > 1 && !choices().isEmpty()) {
            out.println("Pareto front, than which nothing is better in one metric and no worse in any:");
            front().forEach(each -> out.printf("  %-12s %s%n", each.name(), SearchProgress.text(each.means())));
        }
        best().filter(best -> !best.values().isEmpty()).ifPresent(best -> {
            Map<String, String> preset = ProcessTrainer.preset(study);
            out.println("Settings of " + best.name() + ":");
            best.values()
                    .forEach((key, value) -> out.printf("  %-36s %-16s (preset: %s)%n", key, value, preset.get(key)));
        });
        if (best().isEmpty()) {
            out.println("No trial was measured yet.");
            return;
        }
        Path yaml = study.path().resolve("best.yaml");
        out.println("Next:  duello train --config " + ShellQuoting.quote(yaml));
        out.println("       page " + study.path().resolve("report.html"));
    }
}
