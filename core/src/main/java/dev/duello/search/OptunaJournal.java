package dev.duello.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.metric.Metric;
import dev.duello.metric.Metrics;
import dev.duello.search.Parameter.Choices;
import dev.duello.search.Parameter.Numbers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A study in the form of Optuna's journal file, JSON lines with numbered operations, so that its dashboard and its analysis open
 * it. Only the trials of the search; steps of intermediate values are images.
 */
public final class OptunaJournal {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int CREATE_STUDY = 0;
    private static final int CREATE_TRIAL = 4;
    private static final int MINIMIZE = 1;
    private static final int MAXIMIZE = 2;
    private static final int RUNNING = 0;
    private static final int COMPLETE = 1;
    private static final int PRUNED = 2;
    private static final int FAILED = 3;

    private OptunaJournal() {}

    /** The text of the file. */
    public static String of(Study study, StudyState state) {
        StringBuilder text = new StringBuilder();
        ObjectNode created = operation(CREATE_STUDY)
                .put("study_name", study.path().getFileName().toString());
        study.settings()
                .metrics()
                .forEach(metric -> created.withArray("directions").add(direction(metric)));
        text.append(created).append('\n');
        for (Trial trial : state.searched()) {
            text.append(trial(study, trial)).append('\n');
        }
        return text.toString();
    }

    private static ObjectNode operation(int code) {
        return JSON.objectNode().put("op_code", code).put("worker_id", "duello");
    }

    private static boolean isHighest(String metric) {
        return !metric.equals(Ranking.SECONDS) && Metrics.named(metric).best() == Metric.Best.HIGHEST;
    }

    private static int direction(String metric) {
        return isHighest(metric) ? MAXIMIZE : MINIMIZE;
    }

    /** As it is measured where the direction tells what is good, else how far it is from the best. */
    private static double value(String metric, double value) {
        return isHighest(metric) ? value : Ranking.badness(metric, value);
    }

    private static JsonNode trial(Study study, Trial trial) {
        ObjectNode node = operation(CREATE_TRIAL).put("study_id", 0).put("datetime_start", time(trial.began()));
        int whole = study.settings().lengths().size() - 1;
        int state = trial.results().isEmpty()
                ? RUNNING
                : trial.rung() == whole ? COMPLETE : trial.isRunning() ? RUNNING : trial.rung() < 0 ? FAILED : PRUNED;
        node.put("state", state);
        StudyEvent.Ended last = trial.last();
        if (state != RUNNING && last != null) {
            node.put("datetime_complete", time(last.time()));
        }
        Map<String, Parameter> parameters = study.space().byKey();
        ObjectNode params = node.putObject("params");
        ObjectNode distributions = node.putObject("distributions");
        study.space().point(trial.values()).forEach((key, coordinate) -> {
            Parameter.Domain domain = parameters.get(key).domain();
            boolean isWhole = domain instanceof Choices || domain instanceof Numbers numbers && numbers.isWhole();
            params.set(key, isWhole ? JSON.numberNode(coordinate.longValue()) : JSON.numberNode(coordinate));
            distributions.put(key, distribution(domain).toString());
        });
        String first = study.settings().metrics().getFirst();
        ObjectNode steps = node.putObject("intermediate_values");
        Map<Long, Double> curve = new LinkedHashMap<>();
        if (last != null && !first.equals(Ranking.SECONDS)) {
            last.curve()
                    .forEach(measured -> curve.put(
                            Math.round(measured.kimg() * 1000),
                            value(first, measured.values().get(first))));
        }
        curve.forEach((step, value) -> steps.put(String.valueOf(step), value));
        StudyEvent.Ended ended = trial.at(whole);
        if (state == COMPLETE && ended != null) {
            study.settings()
                    .metrics()
                    .forEach(metric -> node.withArray("values")
                            .add(value(metric, ended.values().get(metric))));
        }
        if (!trial.trouble().isEmpty()) {
            node.putObject("user_attrs").put("trouble", trial.trouble());
        }
        return node;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString().replaceFirst("Z$", "+00:00");
    }

    private static ObjectNode distribution(Parameter.Domain domain) {
        ObjectNode node = JSON.objectNode();
        switch (domain) {
            case Choices choices -> {
                node.put("name", "CategoricalDistribution");
                ObjectNode attributes = node.putObject("attributes");
                choices.values()
                        .forEach(value -> attributes.withArray("choices").add(value));
            }
            case Numbers numbers
            when numbers.isWhole() ->
                node.put("name", "IntDistribution")
                        .putObject("attributes")
                        .put("log", numbers.isLog())
                        .put("step", 1)
                        .put("low", (long) numbers.low())
                        .put("high", (long) numbers.high());
            case Numbers numbers ->
                node.put("name", "FloatDistribution")
                        .putObject("attributes")
                        .put("log", numbers.isLog())
                        .putNull("step")
                        .put("low", numbers.low())
                        .put("high", numbers.high());
        }
        return node;
    }
}
