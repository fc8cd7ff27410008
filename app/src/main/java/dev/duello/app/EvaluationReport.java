package dev.duello.app;

import dev.duello.metric.Evaluation;
import dev.duello.metric.EvaluationResult;
import dev.duello.train.TrainingEvent.Alerted;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation found, with what people and programs are told beside it.
 *
 * @param judged what was measured, for people
 * @param alerts of the training that made the fakes; empty when it had none, and for files
 * @param baselines what simple methods reach by some of the metrics, by their names
 * @param notes sentences about what was not as asked
 */
record EvaluationReport(
        String judged,
        EvaluationResult found,
        List<Alerted> alerts,
        List<String> notes,
        Map<String, Evaluation> baselines) {}
