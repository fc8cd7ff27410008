package dev.duello.train;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.group.GroupException;
import dev.duello.learn.Alert;
import dev.duello.learn.Encoder;
import dev.duello.learn.Monitor;
import dev.duello.learn.SettingException;
import dev.duello.nn.Annealing;
import dev.duello.nn.ShapeException;
import dev.duello.torch.TensorScope;
import dev.duello.torch.TorchException;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The training loop from a start or resume until it stops: a step, and then what is due. */
final class TrainingLoop {
    private final TrainingRun run;
    private final TrainingListener listener;
    private final long start = System.nanoTime();
    private @Nullable Reason ending;
    private long sampledAt = -1;
    private long evaluatedAt = -1;
    private long savedAt = -1;

    TrainingLoop(TrainingRun run, TrainingListener listener) {
        this.run = run;
        this.listener = listener;
    }

    TrainingEvent.Stopped train() {
        TrainingEvent.Stopped stopped;
        try {
            Reason reason = trainOn();
            if (run.team != null) {
                run.team.end(reason);
            }
            stopped = stopped(reason, "");
        } catch (RuntimeException | Error e) {
            tellFailure(e);
            throw e;
        }
        listener.on(stopped);
        return stopped;
    }

    private Reason trainOn() {
        started();
        if (run.fresh) {
            run.learner.begin(run.part);
            shareState();
            if (makesSamples()) {
                writeReals();
                pause(TimeBudget.Pause.SAMPLES, this::writeSamples);
            }
            pause(TimeBudget.Pause.CHECKPOINT, this::save);
        }
        if (!run.fresh) {
            shareState();
        }
        while (ending == null && run.imagesSeen() < total() && !run.stopRequested) {
            step();
            if (run.budget != null && ending == null && run.imagesSeen() < total() && !run.stopRequested) {
                keepTo(run.budget);
            }
        }
        Reason reason = ending != null ? ending : reason();
        if ((reason == Reason.COMPLETED || reason == Reason.BUDGET_SPENT) && evaluatedAt != run.imagesSeen()) {
            evaluate();
        }
        if (makesSamples() && sampledAt != run.imagesSeen()) {
            writeSamples();
        }
        if (savedAt != run.imagesSeen()) {
            save();
        }
        if (reason == Reason.NO_PROGRESS) {
            restoreBest();
        }
        return reason;
    }

    private Reason reason() {
        if (run.imagesSeen() < total()) {
            return Reason.INTERRUPTED;
        }
        return run.imagesSeen() < run.experiment().training().images() ? Reason.BUDGET_SPENT : Reason.COMPLETED;
    }

    private TrainingEvent.Stopped stopped(Reason reason, String message) {
        return new TrainingEvent.Stopped(run.imagesSeen(), seconds(), reason, message);
    }

    /** So that the log says why, whoever started it; what went wrong counts, not that the log cannot be written either. */
    private void tellFailure(Throwable problem) {
        if (run.team != null && !(problem instanceof GroupException)) {
            run.team.fail(sentence(problem));
        }
        try {
            listener.on(stopped(Reason.FAILED, sentence(problem)));
        } catch (RuntimeException | Error e) {
            problem.addSuppressed(e);
        }
    }

    static String sentence(Throwable problem) {
        return switch (problem) {
            case GroupException _,
                    TrainingException _,
                    SettingException _,
                    DataException _,
                    ShapeException _,
                    TorchException _ -> String.valueOf(problem.getMessage());
            case OutOfMemoryError _ -> "The memory ran out: " + problem.getMessage() + ".";
            default -> "A mistake in Duello itself: " + problem + ".";
        };
    }

    private long total() {
        return run.total();
    }

    /** Finds the length that fits the time, when that is due. */
    private void keepTo(TimeBudget time) {
        time.stepped(run.imagesSeen());
        Annealing annealing = run.experiment().training().annealKimg();
        // After going back, what is laid out already is repeated first.
        boolean isNew = time.isFirstLook() || run.imagesSeen() > annealing.lastStart();
        if (isNew && time.isDue(run.imagesSeen(), run.calibrated())) {
            boolean first = time.isFirstLook();
            if (first && run.evaluator != null) {
                pause(TimeBudget.Pause.PREPARATION, run.evaluator::prepare);
                run.prepareModel();
                pause(
                        TimeBudget.Pause.PREPARATION,
                        () -> time.expect(
                                TimeBudget.Pause.EVALUATION, run.evaluator.timeEvaluation(run.learner.model())));
            }
            long length = time.length(
                    run.imagesSeen(),
                    run.experiment().training(),
                    run.evaluator == null
                            ? Double.POSITIVE_INFINITY
                            : run.experiment().evaluation().kimg());
            if (first || time.isWorthwhile(run.imagesSeen(), total(), length)) {
                run.layOut(length / 1000.0, annealing.from(run.imagesSeen(), length / 1000.0));
                started();
            }
        } else if (time.isOver() && !time.isFirstLook()) {
            run.layOut(run.imagesSeen() / 1000.0, annealing);
            started();
        }
    }

    private void pause(TimeBudget.Pause what, Runnable work) {
        long before = System.nanoTime();
        work.run();
        if (run.budget != null) {
            run.budget.spent(what, (System.nanoTime() - before) / 1e9);
        }
    }

    private void step() {
        long before = run.imagesSeen();
        Map<String, Double> statistics;
        if (run.team == null) {
            try (var _ = TensorScope.open()) {
                statistics = run.learner.step(run.batches.next());
            }
        } else {
            run.team.step();
            statistics = run.step.make();
        }
        if (run.ledger != null) {
            statistics.put("epsilon", run.privacySpent());
        }
        String broken = nonFinite(statistics);
        if (broken != null) {
            rollBack(broken, run.imagesSeen());
            return;
        }
        listener.on(new TrainingEvent.Stepped(run.imagesSeen(), seconds(), statistics));
        if (run.team != null && run.team.isReportDue()) {
            listener.on(new TrainingEvent.Shared(run.imagesSeen(), seconds(), run.team.report()));
        }
        if (crossed(before, Monitor.KIMG) && diagnose()) {
            return;
        }
        if (makesSamples() && crossed(before, run.experiment().training().sampleKimg())) {
            pause(TimeBudget.Pause.SAMPLES, this::writeSamples);
        }
        if (run.evaluator != null
                && crossed(before, run.experiment().evaluation().kimg())) {
            pause(TimeBudget.Pause.EVALUATION, this::evaluate);
        }
        if (savedAt != run.imagesSeen()
                && crossed(before, run.experiment().training().checkpointKimg())) {
            pause(TimeBudget.Pause.CHECKPOINT, this::save);
        }
    }

    private boolean crossed(long before, double everyKimg) {
        return TrainingRun.crossed(before, run.imagesSeen(), everyKimg);
    }

    private @Nullable String nonFinite(Map<String, Double> statistics) {
        String where = run.learner.firstNonFinite();
        if (where == null && statistics.values().stream().allMatch(Double::isFinite)) {
            return null;
        }
        return "NaN or infinity in " + (where == null ? "the losses " + statistics : where);
    }

    /** Reports what begins to go wrong. @return whether it went back */
    private boolean diagnose() {
        long calm = run.monitor.calmUntil();
        for (Alert alert : run.monitor.read(run.imagesSeen())) {
            if (alert.symptom().equals(Alert.DIVERGENCE)) {
                rollBack(alert.evidence(), calm);
                return true;
            }
            tell(alert);
        }
        return false;
    }

    private void tell(Alert alert) {
        listener.on(new TrainingEvent.Alerted(
                run.imagesSeen(), seconds(), alert.symptom(), alert.evidence(), alert.advice()));
    }

    /**
     * Goes back to a checkpoint and tries again with half the learning rates, other latents and another order of images.
     *
     * @param newest images that it may have seen at most
     */
    private void rollBack(String what, long newest) {
        String happened =
                "at step " + run.imagesSeen() / run.experiment().training().batch() + " (" + run.imagesSeen() / 1000.0
                        + " kimg): " + what;
        if (run.ledger != null) {
            throw new DivergedException("Training diverged " + happened + ". " + run.checkpoints.lastGood()
                    + " A private training does not go back by itself, since what its steps have cost stays spent. Start"
                    + " again with lower learning rates.");
        }
        run.rollbacks.permit(happened, run.checkpoints.lastGood());
        int times = run.rollbacks.count() + 1;
        Checkpoints.Sound good = run.checkpoints.goBack(newest, run::isScheduled);
        try {
            run.putBack(good);
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
        // Whatever that checkpoint had gone through, the rates are lower than before.
        for (; run.rollbacks.count() < times; run.rollbacks.count(run.rollbacks.count() + 1)) {
            run.learner.halveRates();
        }
        run.batches.variant(times);
        shareState();
        sampledAt = -1;
        evaluatedAt = -1;
        savedAt = run.imagesSeen();
        started();
        tell(run.rollbacks.alert(happened, run.imagesSeen()));
    }

    private void started() {
        listener.on(new TrainingEvent.Started(
                run.imagesSeen(),
                total(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /** What this process has put together or taken from a checkpoint, the others get from it. */
    private void shareState() {
        if (run.team != null) {
            run.team.share(run.learner, run.batches, run.rollbacks.count());
        }
    }

    private boolean makesSamples() {
        return run.experiment().kind().isGenerative() || run.experiment().kind().isTranslator();
    }

    private void writeReals() {
        Dataset shown = run.shown();
        if (shown != null) {
            withLastGood(() -> run.grids.writeReals(shown));
        }
    }

    private void writeSamples() {
        run.prepareModel();
        Path file = run.directory.samples().resolve(RunDirectory.stamp(run.imagesSeen()) + ".png");
        withLastGood(() -> run.grids.write(run.learner.model(), file));
        Dataset shown = run.shown();
        run.learner
                .model()
                .encoder()
                .filter(_ -> shown != null)
                .ifPresent(encoder -> writeReconstructions(encoder, file));
        sampledAt = run.imagesSeen();
        listener.on(new TrainingEvent.Sampled(
                run.imagesSeen(), run.directory.path().relativize(file).toString()));
    }

    /** Beside each grid of samples one of reconstructions, of the same name. */
    private void writeReconstructions(Encoder encoder, Path samples) {
        Dataset unseen = run.part.heldOut();
        withLastGood(() -> run.grids.writeReconstructions(
                run.learner.model(),
                encoder,
                unseen == null ? run.part : unseen,
                run.directory.reconstructions().resolve(samples.getFileName())));
    }

    /** Measures, keeps what was never better, and decides whether that is the end. */
    private void evaluate() {
        if (run.evaluator == null) {
            return;
        }
        TrainingEvaluator.Finding finding = found(run.evaluator);
        evaluatedAt = run.imagesSeen();
        listener.on(new TrainingEvent.Evaluated(
                run.imagesSeen(), seconds(), finding.values(), finding.isBest(), finding.protocol()));
        run.monitor.evaluated(finding.missingClasses()).forEach(this::tell);
        if (finding.isBest()) {
            run.checkpoints.markBest(save());
        } else if (savedAt == run.imagesSeen()) {
            // The checkpoint of this moment does not know of it: a worse one would be the best after a resume.
            save();
        }
        if (finding.isReached()) {
            ending = Reason.REACHED;
        } else if (finding.isPatienceOver()) {
            ending = Reason.NO_PROGRESS;
        }
    }

    private TrainingEvaluator.Finding found(TrainingEvaluator measuring) {
        run.prepareModel();
        try {
            return measuring.evaluate(run.learner.model());
        } catch (DataException e) {
            throw new TrainingException(e.getMessage() + " " + run.checkpoints.lastGood(), e);
        }
    }

    /** Puts the best weights back, and shows them. */
    private void restoreBest() {
        try {
            run.checkpoints.bestOrNewest().loadInto(run.learner);
        } catch (IOException e) {
            throw new TrainingException(e.getMessage(), e);
        }
        withLastGood(() ->
                run.grids.write(run.learner.model(), run.directory.samples().resolve("best.png")));
    }

    private void withLastGood(Runnable writing) {
        try {
            writing.run();
        } catch (DataException e) {
            throw new TrainingException(e.getMessage() + " " + run.checkpoints.lastGood(), e);
        }
    }

    private Path save() {
        run.prepareModel();
        Path checkpoint = run.checkpoints.write(
                RunDirectory.stamp(run.imagesSeen()),
                run.learner,
                new Checkpoints.Retention(run.experiment().training().keepCheckpoints(), run::isScheduled),
                checksums -> new CheckpointState(
                        CheckpointState.FORMAT,
                        Version.current(),
                        run.imagesSeen(),
                        seconds(),
                        run.batches.position(),
                        run.fingerprint(),
                        run.learner.counters(),
                        run.rollbacks.count(),
                        run.evaluator == null ? List.of() : run.evaluator.history(),
                        run.monitor.state(),
                        SettingDifferences.lasting(run.experiment()),
                        checksums));
        savedAt = run.imagesSeen();
        listener.on(new TrainingEvent.Checkpointed(
                run.imagesSeen(), run.directory.path().relativize(checkpoint).toString()));
        return checkpoint;
    }

    private double seconds() {
        return run.secondsBefore + (System.nanoTime() - start) / 1e9;
    }
}
