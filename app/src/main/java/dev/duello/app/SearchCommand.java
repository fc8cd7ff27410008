package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.search.Halving;
import dev.duello.search.OptunaJournal;
import dev.duello.search.ProcessTrainer;
import dev.duello.search.Ranking;
import dev.duello.search.Study;
import dev.duello.search.StudyLimit;
import dev.duello.search.StudyResult;
import dev.duello.search.StudySettings;
import dev.duello.search.StudyState;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "search",
        description = "Searches the settings with which images get best, by many trainings.",
        footer = {
            "",
            "What was begun is resumed by the same command, after Ctrl-C or a crash. The same study can be worked on by several"
                    + " machines at a time through a shared folder."
        },
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
    private static final int TRIALS = 20;

    @Mixin
    private ExperimentOptions experimentOptions = new ExperimentOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "How many choices of settings to try; 20 by default, unless --for is given.")
    private @Nullable Integer trials;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Search for a time such as 2h or 45m, the comparison at the end included.")
    private @Nullable Duration time;

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description = "A YAML file that says which settings to search, and where; a default space otherwise.")
    private @Nullable Path space;

    @Option(
            names = "--metric",
            paramLabel = "METRIC[,METRIC]",
            description = "What to improve: fid (default) or any other metric; several, such as fid,seconds, give the"
                    + " trials of which none is worse in all.")
    private @Nullable String metric;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the study; one under studies/ by default.")
    private @Nullable Path out;

    @Option(names = "--jobs", paramLabel = "N", description = "Trials side by side; measured at the start by default.")
    private @Nullable Integer jobs;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "With how many new seeds the best three and the preset are trained at the end (default:"
                    + " ${DEFAULT-VALUE}); 0 for no comparison.")
    private int seeds;

    @Option(names = "--random", description = "Random search instead, each trial at full length: to compare with.")
    private boolean random;

    @Spec
    private CommandSpec spec;

    private boolean isStopped;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        Torch.loadAside();
        experimentOptions.watch = Ranking.watched(metrics());
        Experiment asked = experimentOptions.read();
        Study.refuseUnsuited(asked);
        DataSettings data = asked.data();
        try (Dataset images = Datasets.open(data.source(), data.loadOptions(Split.TRAIN))) {
            if (!outputOptions.quiet) {
                Warnings.skippedFiles(images, err());
            }
            Experiment first = experimentOptions.readFor(images);
            Path path = out == null ? defaultPath(first) : out;
            StudySettings before = Study.existing(path);
            SideBySide plan = plan(before, first, path);
            experimentOptions.threads = String.valueOf(plan.threads());
            Experiment base = experimentOptions.readFor(images);
            double kimg = base.training().kimg();
            StudySettings settings = new StudySettings(
                    metrics(),
                    random ? List.of(kimg) : Halving.over(kimg).lengths(),
                    base.training().seed(),
                    seeds,
                    random ? "random" : "tpe",
                    plan.jobs());
            return work(Study.open(path, base, space, settings, images), images, plan);
        }
    }

    private void checkOptions() {
        if (trials != null && time != null) {
            throw usage(
                    "--trials and --for were both given: one decides how long it searches, so leave out the other.");
        }
        if (trials != null && trials < 1 || jobs != null && jobs < 1 || seeds < 0) {
            throw usage("--trials and --jobs must be at least 1, --seeds at least 0.");
        }
        if (experimentOptions.until != null || experimentOptions.patience != null) {
            throw usage(
                    "--until and --patience end a training early, which a search decides by comparison: leave them out.");
        }
        try {
            Ranking.check(metrics());
        } catch (IllegalArgumentException e) {
            throw usage("--metric: " + e.getMessage());
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private List<String> metrics() {
        String text = metric != null ? metric : experimentOptions.watch != null ? experimentOptions.watch : "fid";
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Path defaultPath(Experiment experiment) {
        String source = Path.of(experiment.data().source()).getFileName().toString();
        return Path.of("studies", source.replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + experiment.preset());
    }

    /** How many at a time: as asked for, as before, or as measured. */
    private SideBySide plan(@Nullable StudySettings before, Experiment experiment, Path path)
            throws IOException, InterruptedException {
        SideBySide chosen;
        if (before != null) {
            int threads = ExperimentReader.read(path.resolve("experiment.yaml"), Map.of())
                    .machine()
                    .threads();
            chosen = new SideBySide(jobs == null ? before.jobs() : jobs, threads);
        } else if (jobs != null) {
            chosen = SideBySide.of(jobs);
        } else {
            say("Measuring whether trials are faster one after the other or side by side.");
            Path folder = Files.createTempDirectory("duello-search");
            try {
                chosen = SideBySide.measure(experiment, folder);
            } finally {
                delete(folder);
            }
        }
        boolean tellsThreads = experimentOptions.threads != null && before == null;
        return tellsThreads ? new SideBySide(chosen.jobs(), experiment.machine().threads()) : chosen;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private int work(Study study, Dataset images, SideBySide plan) throws InterruptedException {
        List<String> command = new ArrayList<>(RelaunchCommand.words());
        command.add(command.size() - 3, "-D" + EndWithParent.PROPERTY + "=true");
        ProcessTrainer trainer = new ProcessTrainer(command, study, images);
        StudyLimit limit = time == null
                ? StudyLimit.trials(trials == null ? TRIALS : trials)
                : StudyLimit.within(time, plan.jobs());
        say(String.format(
                "Searching %d settings for the best %s: %s, %d at a time with %d %s each. Page: %s",
                study.space().parameters().size(),
                String.join(" and ", study.settings().metrics()),
                time == null ? limit.trials() + " trials" : ProgressLine.duration(time.toSeconds()),
                plan.jobs(),
                plan.threads(),
                plan.threads() == 1 ? "thread" : "threads",
                page(study)));
        Interruption.stopBy(() -> {
            isStopped = true;
            study.requestStop();
            trainer.stop();
        });
        SearchProgress progress = new SearchProgress(outputOptions.quiet ? null : err(), study);
        study.work(trainer, limit, plan.jobs(), (event, state) -> {
            progress.on(event, state);
            write(study, state);
        });
        StudyState state = study.state();
        write(study, state);
        StudyResult found = StudyResult.of(study, state);
        found.writeBest(images);
        SearchResult result = new SearchResult(found);
        PrintWriter printed = spec.commandLine().getOut();
        if (outputOptions.json) {
            result.json().print(printed);
        } else {
            result.print(printed);
        }
        printed.flush();
        return isStopped ? 130 : 0;
    }

    private static Path page(Study study) {
        return study.path().resolve("report.html");
    }

    private static synchronized void write(Study study, StudyState state) {
        AtomicFiles.writeText(page(study), SearchPage.of(study, state));
        AtomicFiles.writeText(study.path().resolve("optuna.jsonl"), OptunaJournal.of(study, state));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void say(String sentence) {
        if (!outputOptions.quiet) {
            err().println(sentence);
            err().flush();
        }
    }
}
