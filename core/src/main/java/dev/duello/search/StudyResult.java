package dev.duello.search;

import dev.duello.Messages;
import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.train.ExperimentReader;
import dev.duello.train.SettingsReference;
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
public record StudyResult(Study study, StudyState state, List<Compared> compared) {
    /**
     * One choice of settings with several seeds.
     *
     * @param trial its number, or {@link Trial#PRESET}
     * @param results by metric, one of each seed
     * @param seconds that each training took
     */
    public record Compared(
            int trial, Map<String, String> values, Map<String, List<Double>> results, List<Double> seconds) {
        public double mean(String metric) {
            return results.get(metric).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
        }

        /** The sample standard deviation; 0 of a single seed. */
        public double deviation(String metric) {
            List<Double> all = results.get(metric);
            double mean = mean(metric);
            double squares = all.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return all.size() < 2 ? 0 : Math.sqrt(squares / (all.size() - 1));
        }

        public String name() {
            return trial == Trial.PRESET ? "the preset" : "trial " + trial;
        }

        /** Seconds of a training: settings can be better because they take longer. */
        public double time() {
            return seconds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        public Map<String, Double> means() {
            Map<String, Double> means = new LinkedHashMap<>();
            results.keySet().forEach(metric -> means.put(metric, mean(metric)));
            return means;
        }
    }

    /** Of what its journal says. */
    public static StudyResult of(Study study, StudyState state) {
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
        return new StudyResult(study, state, ordered);
    }

    /** What to train with: the best of the comparison, which can be the preset, or without one the best trial. */
    public Optional<Compared> best() {
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

    /** Writes all settings of the best, at full length, as somebody would train it alone, to {@code best.yaml} in the study's folder. */
    public void writeBest(Dataset data) {
        best().ifPresent(best -> AtomicFiles.writeText(
                study.path().resolve("best.yaml"),
                ExperimentReader.write(SearchedSettings.experiment(study.base(), data, best.values(), Map.of()))));
    }

    /** The values of the searched settings in the base experiment. */
    public Map<String, String> preset() {
        Map<String, String> all = SettingsReference.values(ExperimentReader.read(study.base(), Map.of()));
        Map<String, String> values = new LinkedHashMap<>();
        study.space()
                .parameters()
                .forEach(parameter -> values.put(parameter.key(), all.getOrDefault(parameter.key(), "")));
        return values;
    }

    /** What can be chosen from: those that were compared, or before that the trials that were trained to the end. */
    public List<Compared> choices() {
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
    public List<Compared> front() {
        Map<Integer, Map<String, Double>> means = new TreeMap<>();
        choices().forEach(each -> means.put(each.trial(), each.means()));
        List<Integer> front = Ranking.front(study.settings().metrics(), means);
        return choices().stream().filter(each -> front.contains(each.trial())).toList();
    }

    /** The change of the best against the preset in the first metric, where both were compared. */
    public Optional<String> verdict() {
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
}
