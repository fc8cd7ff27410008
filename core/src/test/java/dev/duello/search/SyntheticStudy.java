package dev.duello.search;

import dev.duello.search.TrialTrainer.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A study of Hartmann's function in the place of trainings; as a program, one that can be killed. */
final class SyntheticStudy {
    static final StudySettings SETTINGS =
            new StudySettings(List.of("fid"), Halving.over(100).lengths(), 7, 2, "tpe", 1);
    static final StudyLimit LIMIT = StudyLimit.trials(24);

    private SyntheticStudy() {}

    public static void main(String[] arguments) throws InterruptedException {
        run(open(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
    }

    static Study open(Path path) {
        return open(path, SETTINGS);
    }

    static Study open(Path path, StudySettings settings) {
        return Study.open(path, "preset: auto\n", TestFunctions.space(3), settings);
    }

    static void run(Study study, int millis) throws InterruptedException {
        run(study, millis, LIMIT);
    }

    static void run(Study study, int millis, StudyLimit limit) throws InterruptedException {
        study.work(trainer(study.space(), millis), limit, 1, (_, _) -> {});
    }

    /** @param millis that a quarter of a training takes */
    static TrialTrainer trainer(Space space, int millis) {
        return job -> {
            Thread.sleep(millis);
            if (job.trial().number() % 7 == 3) {
                return new Outcome(List.of(), "numbers became NaN", false);
            }
            Map<String, Double> point = job.trial().values().isEmpty()
                    ? Map.of("x0", 0.5, "x1", 0.5, "x2", 0.5)
                    : space.point(job.trial().values());
            List<StudyEvent.Measured> curve = new ArrayList<>();
            for (double kimg = 6.25; kimg <= job.kimg(); kimg += 6.25) {
                SplittableRandom noise = new SplittableRandom(
                        job.trial().values().hashCode() + 31 * job.trial().seed());
                double value = 10 + TestFunctions.value(point, kimg, noise);
                curve.add(new StudyEvent.Measured(kimg, kimg * 2, Map.of("fid", value)));
            }
            return new Outcome(curve, "", false);
        };
    }

    /** What must not depend on interruptions: everything but times and places. */
    static List<String> trials(Study study) {
        return study.state().trials().stream()
                .map(trial -> trial.number() + " " + trial.values() + " of " + trial.repeats() + " seed " + trial.seed()
                        + trial.results().stream()
                                .map(result -> " " + result.rung() + result.values() + result.trouble())
                                .toList())
                .toList();
    }
}
