package dev.duello.app;

import dev.duello.data.ImageSet;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingListener;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a training to a person: how far it is, the losses, and on a terminal small pictures. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    /** The share of a new step in the shown averages. */
    private static final double SMOOTHING = 0.05;

    private final @Nullable PrintWriter err;
    private final ProgressLine line;
    private final Path directory;
    private final Map<String, Double> shown = new LinkedHashMap<>();
    private final Map<String, Double> measured = new LinkedHashMap<>();
    private @Nullable String bestSoFar;
    private long total;

    TrainingProgress(PrintWriter err, TrainingRun run, boolean quiet) {
        this.err = quiet ? null : err;
        line = ProgressLine.on(err, ProgressLine.Unit.KIMG, quiet);
        directory = run.directory().path();
    }

    void announce(TrainingRun run, ImageSet images) {
        if (err != null) {
            var machine = run.experiment().machine();
            err.printf(
                    "%s on %s: %,d images of %s, %s, %s, %d threads%n",
                    run.experiment().preset(),
                    images.name(),
                    images.size(),
                    images.format(),
                    machine.device(),
                    machine.precision(),
                    machine.threads());
            err.println("Writing to " + directory + ". Ctrl-C saves and stops.");
            err.flush();
        }
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> total = started.total();
            case TrainingEvent.Stepped step -> show(step);
            case TrainingEvent.Sampled sampled -> showPictures(sampled);
            case TrainingEvent.Evaluated evaluated -> tell(evaluated);
            case TrainingEvent.Alerted alerted -> tell(alerted);
            case TrainingEvent.Checkpointed _, TrainingEvent.Stopped _ -> {}
        }
    }

    private void show(TrainingEvent.Stepped step) {
        step.statistics()
                .forEach((name, value) -> shown.merge(name, value, (old, now) -> old + SMOOTHING * (now - old)));
        line.update(step.images(), total, this::statistics);
    }

    private String statistics() {
        StringBuilder text = new StringBuilder();
        shown.forEach((name, value) -> text.append(String.format("  %s %.3f", shortName(name), value)));
        measured.forEach((name, value) -> text.append(String.format("  %s %.4g", name, value)));
        if (bestSoFar != null) {
            text.append("  best at ").append(bestSoFar);
        }
        return text.toString();
    }

    private static String shortName(String name) {
        return switch (name) {
            case "discriminator-loss" -> "lossD";
            case "generator-loss" -> "lossG";
            case "d-real" -> "D(x)";
            case "d-fake" -> "D(G(z))";
            default -> name;
        };
    }

    private void tell(TrainingEvent.Evaluated evaluated) {
        evaluated.values().forEach(measured::put);
        if (evaluated.best() && err != null) {
            bestSoFar = String.format("%.1f kimg", evaluated.images() / 1000.0);
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
            err.print(TerminalPicture.of(directory.resolve(sampled.file())));
            err.flush();
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
