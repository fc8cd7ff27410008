package dev.duello.train;

import dev.duello.data.SampleFormat;
import dev.duello.export.ModelFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run tells about the networks of one of its checkpoints. */
final class RunFacts {
    private RunFacts() {}

    static ModelFacts of(RunDirectory run, Experiment experiment, SampleFormat format, CheckpointState checkpoint) {
        TrainingEvent.Evaluated measured = RunLog.read(run.path()).evaluations().stream()
                .filter(evaluated -> evaluated.images() == checkpoint.images())
                .findFirst()
                .orElse(new TrainingEvent.Evaluated(0, 0, Map.of(), false, ""));
        return new ModelFacts(
                name(run.path().toAbsolutePath().normalize().toString()),
                Version.current(),
                experiment.kind().name(),
                format,
                experiment.data().classes(),
                checkpoint.images(),
                name(experiment.data().source()),
                checkpoint.data(),
                measured.values(),
                measured.protocol(),
                privacy(run.path(), experiment),
                "");
    }

    /** Where data and runs lie on this machine is nobody else's business. */
    private static String name(String path) {
        String[] parts = path.split("[/\\\\]+");
        return parts.length == 0 ? "" : parts[parts.length - 1];
    }

    private static List<String> privacy(Path run, Experiment experiment) {
        if (!experiment.settings().privacy().isOn()) {
            return List.of();
        }
        PrivacyStatement statement = PrivacyStatement.of(run);
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(
                Locale.ROOT,
                "Trained with differential privacy: epsilon %.2f at delta %.1e (%s), for %s; neighbors are %s.",
                statement.epsilon(),
                statement.delta(),
                statement.accountant(),
                statement.unit(),
                statement.neighbors()));
        sentences.addAll(statement.assumptions());
        sentences.addAll(statement.outside());
        return sentences;
    }
}
