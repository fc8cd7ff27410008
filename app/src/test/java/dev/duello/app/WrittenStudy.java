package dev.duello.app;

import dev.duello.search.Halving;
import dev.duello.search.Parameter;
import dev.duello.search.Space;
import dev.duello.search.Study;
import dev.duello.search.StudyEvent.Measured;
import dev.duello.search.StudyLimit;
import dev.duello.search.StudySettings;
import dev.duello.search.TrialTrainer;
import dev.duello.search.TrialTrainer.Outcome;
import dev.duello.train.ExperimentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Studies of a formula in the place of trainings. */
final class WrittenStudy {
    private static final Space SPACE = new Space(List.of(
            new Parameter("generator.optimizer.rate", new Parameter.Numbers(1e-4, 1e-2, true, false), null),
            new Parameter("objective", new Parameter.Choices(List.of("non-saturating", "hinge")), null),
            new Parameter(
                    "penalty.r1",
                    new Parameter.Numbers(0.1, 10, true, false),
                    new Parameter.Condition("objective", Set.of("hinge")))));

    private WrittenStudy() {}

    /** Begins a study, or goes on with it until it has so many trials. */
    static Study write(Path path, int trials) throws InterruptedException {
        Study study = Study.open(
                path,
                ExperimentReader.write(ExperimentReader.preset("auto")),
                SPACE,
                new StudySettings(List.of("fid"), Halving.over(8).lengths(), 0, 1, "tpe", 1));
        study.work(trainer(), StudyLimit.trials(trials), 1, (_, _) -> {});
        return study;
    }

    private static TrialTrainer trainer() {
        return job -> {
            Map<String, String> values = job.trial().values();
            if (job.trial().number() == 4) {
                return new Outcome(List.of(), "the gradient <became> NaN", false);
            }
            double rate = Double.parseDouble(values.getOrDefault("generator.optimizer.rate", "0.002"));
            double worst = Math.abs(Math.log(rate / 1e-3)) + 1;
            List<Measured> curve = new ArrayList<>();
            for (double kimg = 0.5; kimg <= job.kimg(); kimg += 0.5) {
                curve.add(new Measured(kimg, kimg * 2, Map.of("fid", 30 * worst / Math.sqrt(kimg))));
            }
            return new Outcome(curve, "", false);
        };
    }
}
