package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationResult;
import dev.duello.metric.MetricLabel;

/** An evaluation for programs: the numbers, and all that they depend on. */
final class EvaluationJson {
    private EvaluationJson() {}

    static Json of(EvaluationReport report) {
        EvaluationResult judgement = report.found();
        Evaluation evaluation = judgement.evaluation();
        Json node = Json.object().put("judged", report.judged());
        Json values = node.putObject("values");
        evaluation.values().forEach((metric, value) -> values.put(metric.name(), value));
        Json better = node.putObject("better");
        evaluation
                .values()
                .forEach((metric, _) -> better.put(metric.name(), metric.best().words()));
        if (judgement.floor() != null) {
            Json floor = node.putObject("floor").put("images", judgement.floor().reals());
            Json floorValues = floor.putObject("values");
            judgement.floor().values().forEach((metric, value) -> floorValues.put(metric.name(), value));
        }
        if (!report.baselines().isEmpty()) {
            Json baselines = node.putObject("baselines");
            report.baselines().forEach((name, baseline) -> {
                Json of = baselines.putObject(name);
                baseline.values().forEach((metric, value) -> of.put(metric.name(), value));
            });
        }
        node.put("features", MetricLabel.features(evaluation.network()));
        Json protocol = node.putObject("protocol")
                .put("features", evaluation.network())
                .put("fakes", evaluation.fakes())
                .put("reals", evaluation.reals())
                .put("against", evaluation.against())
                .put("split", evaluation.split());
        evaluation
                .ofEquallyMany()
                .forEach(metric -> protocol.put(metric.name() + "-images", evaluation.seenBy(metric)));
        Json.Items classes = node.putArray("classes");
        for (int i = 0; i < judgement.classes().size(); i++) {
            classes.addObject()
                    .put("name", judgement.classes().get(i))
                    .put("fakes", judgement.fakeCounts().get(i))
                    .put("reals", judgement.realCounts().get(i));
        }
        Json.Items notes = node.putArray("notes");
        report.notes().forEach(note -> notes.addObject().put("note", note));
        return node;
    }
}
