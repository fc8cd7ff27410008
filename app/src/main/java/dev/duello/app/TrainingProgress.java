package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.learn.LearnerKinds;
import dev.duello.torch.CpuClass;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingListener;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a training to a person: how far it is, the losses, and on a terminal small pictures. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    /** The share of a new step in the shown averages. */
    private static final double SMOOTHING = 0.05;

    /** Of steps, after which their speed is known. */
    private static final double CERTAIN_SECONDS = 8;

    /** Hardly anybody means to wait for longer. */
    private static final double LONG_SECONDS = 48 * 3600;

    private final @Nullable PrintWriter err;
    private final ProgressLine line;
    private final Path directory;
    private final Map<String, Double> shown = new LinkedHashMap<>();
    private String measured = "";
    private String bestSoFar = "";
    private final @Nullable Duration time;
    private long total;
    private TrainingEvent.@Nullable Stepped firstStep;
    private boolean toldLength;

    /** @param time that it was asked to end within, or null */
    TrainingProgress(PrintWriter err, TrainingRun run, @Nullable Duration time, boolean quiet) {
        this.err = quiet ? null : err;
        line = ProgressLine.on(err, ProgressLine.Unit.KIMG, quiet);
        directory = run.directory().path();
        this.time = time;
    }

    void announce(TrainingRun run, Dataset images) {
        if (err != null) {
            var machine = run.experiment().machine();
            err.printf(
                    "%s on %s: %,d %s of %s, %s%s, %d %s, %s%n",
                    run.experiment().preset(),
                    images.name(),
                    images.size(),
                    images.format().medium().plural(),
                    images.format(),
                    machine.group().processes() == 1
                            ? ""
                            : machine.group().processes() + " processes that share each batch, each with ",
                    machine.device(),
                    machine.threads(),
                    machine.threads() == 1 ? "thread" : "threads",
                    machine.device().equals("cpu")
                            ? machine.precision() + " on a processor with " + CpuClass.present()
                            : machine.precision());
            String heldOut = run.experiment().data().heldOut();
            if (!heldOut.equals("0")) {
                err.println(heldOut + " of the " + images.format().medium().plural()
                        + " are kept out of the training, "
                        + (run.experiment().kind().isTranslator() ? "to measure on" : "for `duello audit`")
                        + " (--set data.held-out=0 to learn from all).");
            }
            err.println("Writing to " + directory + ". Ctrl-C saves and stops.");
            err.flush();
        }
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> begin(started);
            case TrainingEvent.Stepped step -> show(step);
            case TrainingEvent.Sampled sampled -> showPictures(sampled);
            case TrainingEvent.Evaluated evaluated -> tell(evaluated);
            case TrainingEvent.Alerted alerted -> tell(alerted);
            case TrainingEvent.Shared _, TrainingEvent.Checkpointed _, TrainingEvent.Stopped _ -> {}
        }
    }

    private void begin(TrainingEvent.Started started) {
        total = started.total();
        if (time != null && !toldLength && firstStep != null) {
            toldLength = true;
            note(String.format(
                    "This machine trains %2$.1f kimg within %1$s; the schedules are stretched to end with them.",
                    ProgressLine.duration(time.toSeconds()), total / 1000.0));
        }
    }

    /** Once, as soon as the speed is known: how long all of it will take. */
    private void estimate(TrainingEvent.Stepped step) {
        if (firstStep == null || firstStep.images() >= step.images()) {
            firstStep = step;
        }
        double seconds = step.seconds() - firstStep.seconds();
        if (time != null || toldLength || seconds < CERTAIN_SECONDS) {
            return;
        }
        toldLength = true;
        double rate = (step.images() - firstStep.images()) / seconds;
        double left = (total - step.images()) / rate;
        String text = String.format(
                "At %,.0f images per second, the remaining %,.1f kimg take about %s.",
                rate, (total - step.images()) / 1000.0, ProgressLine.duration(left));
        note(
                left < LONG_SECONDS
                        ? text
                        : text + " Learning rates fall over all of that: to stop much earlier gives worse samples than"
                                + " a training that is laid out for the time that you have, such as --for 8h.");
    }

    private void note(String text) {
        if (err != null) {
            line.end();
            err.println(text);
            err.flush();
        }
    }

    private void show(TrainingEvent.Stepped step) {
        estimate(step);
        step.statistics()
                .forEach((name, value) -> shown.merge(name, value, (old, now) -> old + SMOOTHING * (now - old)));
        line.update(step.images(), total, () -> measured + bestSoFar, this::statistics);
    }

    private String statistics() {
        StringBuilder text = new StringBuilder();
        shown.forEach((name, value) -> text.append(String.format("  %s %.3f", LearnerKinds.label(name), value)));
        return text.toString();
    }

    private void tell(TrainingEvent.Evaluated evaluated) {
        measured = "  " + FinalMetrics.values(evaluated);
        if (evaluated.best()) {
            bestSoFar = String.format(", best at %.1f kimg", evaluated.images() / 1000.0);
        }
    }

    private void tell(TrainingEvent.Alerted alerted) {
        if (err != null) {
            line.end();
            err.printf(
                    "! %s at %.1f kimg. %s%n  %s%n",
                    alerted.symptom(), alerted.images() / 1000.0, alerted.evidence(), alerted.advice());
            err.flush();
        }
    }

    private void showPictures(TrainingEvent.Sampled sampled) {
        if (err != null && Terminal.isInteractive()) {
            line.end();
            err.printf("%s kimg  %s%n", sampled.images() / 1000, directory.resolve(sampled.file()));
            err.print(Terminal.unwrapped(TerminalPicture.of(directory.resolve(sampled.file()))));
            err.flush();
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
