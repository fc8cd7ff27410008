package dev.duello.app;

import dev.duello.data.Dataset;
import dev.duello.nn.Annealing;
import dev.duello.train.Experiment;
import dev.duello.train.TrainingEvent;
import dev.duello.train.TrainingEvent.Stopped.Reason;
import dev.duello.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Trains with progress on the terminal, and saves when somebody wants to stop. */
final class TrainingSession {
    /** Of the way from the first learning rate to the last; from here on little changes. */
    private static final double NEARLY_DONE = 0.75;

    private TrainingSession() {}

    /** Twice as long, in whole kimg. */
    private static double twice(long images) {
        return Math.max(1, Math.round(images / 500.0));
    }

    /** @param time that it was asked to end within, or null */
    static int run(TrainingRun run, Dataset images, @Nullable Duration time, OutputOptions options, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (run.isComplete() && run.privacyEndsEarlier()) {
            out.printf(
                    "%s is complete at %s kimg: its budget of epsilon %s is spent. To go on with a larger promise: duello"
                            + " resume %s --epsilon N%n",
                    run.directory().path(),
                    kimg(run.imagesSeen()),
                    PrivacyText.number(run.experiment().settings().privacy().epsilon()),
                    ShellQuoting.quote(run.directory().path()));
            return 0;
        }
        if (run.isComplete()) {
            out.printf(
                    "%s is complete at %s kimg. To extend it: duello resume %s --kimg %.0f%n",
                    run.directory().path(),
                    kimg(run.imagesSeen()),
                    ShellQuoting.quote(run.directory().path()),
                    twice(run.imagesSeen()));
            return 0;
        }
        TrainingProgress progress = new TrainingProgress(err, run, time, options.quiet);
        progress.announce(run, images);
        if (!options.quiet) {
            run.privacyPlan().ifPresent(plan -> {
                PrivacyText.plan(plan, run).forEach(err::println);
                err.flush();
            });
        }
        Interruption.stopBy(run::requestStop);
        try {
            TrainingEvent.Stopped stopped = run.train(progress);
            progress.close();
            boolean late = time != null && stopped.reason() == Reason.COMPLETED && run.exceedsTime();
            report(run, stopped, options, out, err);
            if (late) {
                err.println(
                        "It took longer than --for allows, because preparing the metric and measuring at the end take"
                                + " time as well. Allow more time, or train with --watch none.");
                err.flush();
            }
            return stopped.reason() == Reason.INTERRUPTED ? 130 : 0;
        } finally {
            progress.close();
        }
    }

    private static void report(
            TrainingRun run, TrainingEvent.Stopped stopped, OutputOptions options, PrintWriter out, PrintWriter err) {
        Path path = run.directory().path();
        boolean ended = stopped.reason() != Reason.INTERRUPTED;
        boolean translates = run.experiment().kind().isTranslator();
        boolean generative = run.experiment().kind().isGenerative() || translates;
        // Where nothing is made there is no picture of it.
        Path grid = generative ? run.directory().newestSamples() : path;
        FinalMetrics metrics = FinalMetrics.of(path);
        if (options.json) {
            Json node = Json.object();
            node.put("run", path.toString());
            node.put("reason", stopped.reason().toString().toLowerCase(Locale.ROOT));
            node.put("images", stopped.images());
            node.put("seconds", stopped.seconds());
            if (generative) {
                node.put("grid", grid.toString());
            }
            run.privacyPlan()
                    .ifPresent(plan -> node.put("epsilon", run.privacySpent()).put("delta", plan.delta()));
            put(node, "last", metrics.last());
            put(node, "best", metrics.best());
            node.print(out);
        } else {
            out.printf(
                    "%s %s kimg in %s.%n",
                    ended ? "Trained" : "Stopped, and saved at",
                    kimg(stopped.images()),
                    ProgressLine.duration(stopped.seconds()));
            if (stopped.reason() == Reason.REACHED && metrics.last() != null) {
                out.println(
                        "The goal is reached: " + run.experiment().evaluation().until() + ", with "
                                + FinalMetrics.values(metrics.last()) + ".");
            } else if (stopped.reason() == Reason.BUDGET_SPENT) {
                out.println("Stopped before the promise of privacy would have been broken.");
            } else if (stopped.reason() == Reason.NO_PROGRESS) {
                out.println("Stopped early: " + run.experiment().evaluation().metric()
                        + " was getting worse. The best checkpoint is kept, and sampling takes it.");
            }
            out.println("  run     " + path);
            if (generative) {
                out.printf("  %-6s  %s%n", run.experiment().format().medium().plural(), grid);
            }
            if (metrics.last() != null) {
                out.println("  metric  " + metrics.sentence());
            }
            run.privacyPlan()
                    .ifPresent(plan -> out.println("  privacy epsilon " + PrivacyText.number(run.privacySpent())
                            + " at delta " + PrivacyText.number(plan.delta()) + "; duello privacy report "
                            + ShellQuoting.quote(path)));
            String quoted = ShellQuoting.quote(path);
            if (ended && !generative) {
                out.println("Next:  duello classify test " + quoted);
                out.printf("       duello resume %s --kimg %.0f%n", quoted, twice(stopped.images()));
            } else if (ended && translates) {
                boolean byClass = !run.experiment().data().classes().isEmpty();
                out.println("Next:  duello translate " + quoted + " FILES" + (byClass ? " --class NAME" : "")
                        + " --out DIR");
                out.println("       duello evaluate " + quoted);
                out.printf("       duello resume %s --kimg %.0f%n", quoted, twice(stopped.images()));
            } else if (ended) {
                out.println("Next:  duello sample " + quoted + " -n 64 --grid more.png");
                out.println("       duello evaluate " + quoted);
                out.println("       duello studio " + quoted);
                out.printf("       duello resume %s --kimg %.0f%n", quoted, twice(stopped.images()));
            } else {
                Optional<String> far = farFromTheEnd(run.experiment(), stopped);
                far.ifPresent(out::println);
                out.println("To resume:  duello resume " + quoted);
                if (far.isPresent()) {
                    out.printf("To end well soon:  duello resume %s --for %dm%n", quoted, soon(stopped.seconds()));
                }
            }
        }
        out.flush();
        err.flush();
    }

    /** What it means to stop while learning rates are still high; empty near their end. */
    static Optional<String> farFromTheEnd(Experiment experiment, TrainingEvent.Stopped stopped) {
        boolean isConstant = experiment.settings().rates().values().stream().allMatch(rate -> rate.from() == rate.to());
        Annealing annealing = experiment.training().annealKimg();
        double progress = annealing.at(stopped.images());
        if (isConstant || progress > NEARLY_DONE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                "The learning rates are scheduled for %,.0f kimg, of which %s %% are done: samples are worse now than"
                        + " after a training that was laid out for this time.",
                annealing.kimg(),
                new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(100 * progress)));
    }

    /** Minutes in which a training that was stopped can end: a third of what it took so far. */
    private static long soon(double seconds) {
        return Math.max(1, Math.round(seconds / 180));
    }

    private static void put(Json node, String name, TrainingEvent.@Nullable Evaluated evaluated) {
        if (evaluated != null) {
            Json values = node.putObject(name);
            values.put("images", evaluated.images());
            evaluated.values().forEach(values::put);
            values.put("protocol", evaluated.protocol());
        }
    }

    private static String kimg(long images) {
        return String.format("%.1f", images / 1000.0);
    }
}
