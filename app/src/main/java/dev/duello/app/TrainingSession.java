package dev.duello.app;

import dev.duello.data.ImageSet;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Trains with progress on the terminal, and saves when somebody wants to stop. */
final class TrainingSession {
    private TrainingSession() {}

    /** Twice as long, in whole kimg. */
    private static double twice(long images) {
        return Math.max(1, Math.round(images / 500.0));
    }

    static int run(TrainingRun run, ImageSet images, OutputOptions options, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (run.imagesSeen() >= run.experiment().training().images()) {
            out.printf(
                    "%s is complete at %s kimg. To train on: duello resume %s --kimg %.0f%n",
                    run.directory().path(),
                    kimg(run.imagesSeen()),
                    run.directory().path(),
                    twice(run.imagesSeen()));
            return 0;
        }
        TrainingProgress progress = new TrainingProgress(err, run, options.quiet);
        progress.announce(run, images);
        Interruption.stopBy(run::requestStop);
        try {
            TrainingEvent.Stopped stopped = run.train(progress);
            progress.close();
            report(run, stopped, options, out, err);
            return stopped.reason() == Reason.INTERRUPTED ? 130 : 0;
        } finally {
            progress.close();
        }
    }

    private static void report(
            TrainingRun run, TrainingEvent.Stopped stopped, OutputOptions options, PrintWriter out, PrintWriter err) {
        Path path = run.directory().path();
        boolean ended = stopped.reason() != Reason.INTERRUPTED;
        Path grid = run.directory().newestSamples();
        if (options.json) {
            Json node = Json.object();
            node.put("run", path.toString());
            node.put("reason", stopped.reason().toString().toLowerCase(Locale.ROOT));
            node.put("images", stopped.images());
            node.put("seconds", stopped.seconds());
            node.put("grid", grid.toString());
            node.print(out);
        } else {
            out.printf(
                    "%s %s kimg in %s.%n",
                    ended ? "Trained" : "Stopped and saved at",
                    kimg(stopped.images()),
                    ProgressLine.duration(stopped.seconds()));
            if (stopped.reason() == Reason.REACHED) {
                out.println("The goal is reached: " + run.experiment().watch().until() + ".");
            } else if (stopped.reason() == Reason.NO_PROGRESS) {
                out.println("Stopped early: " + run.experiment().watch().metric()
                        + " was getting worse. The best checkpoint is kept, and sampling takes it.");
            }
            out.println("  run     " + path);
            out.println("  images  " + grid);
            if (ended) {
                out.println("Next:  duello sample " + path + " -n 64 --grid more.png");
                out.printf("       duello resume %s --kimg %.0f%n", path, twice(stopped.images()));
            } else {
                out.println("To go on:  duello resume " + path);
            }
        }
        out.flush();
        err.flush();
    }

    private static String kimg(long images) {
        return String.format("%.1f", images / 1000.0);
    }
}
