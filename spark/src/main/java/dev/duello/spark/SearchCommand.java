package dev.duello.spark;

import dev.duello.data.Dataset;
import dev.duello.data.Split;
import dev.duello.data.source.Datasets;
import dev.duello.search.Halving;
import dev.duello.search.Ranking;
import dev.duello.search.Study;
import dev.duello.search.StudyLimit;
import dev.duello.search.StudyResult;
import dev.duello.search.StudySettings;
import dev.duello.train.Experiment;
import dev.duello.train.ExperimentReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "search",
        description = "Searches settings by many trainings on the executors; goes on with a study that is there.",
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STUDY", description = "The folder of the study, on a file system that all machines see.")
    private Path path = Path.of("");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            required = true,
            description = "Trials side by side: as many as the executors have room for at spark.task.cpus each.")
    private int jobs;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many choices of settings to try (default: ${DEFAULT-VALUE}).")
    private int trials;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            split = ",",
            defaultValue = "fid",
            description = "What to improve; several, such as fid,seconds, give a Pareto front"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> metrics = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "With how many new seeds the best three and the preset are trained at the end (default:"
                    + " ${DEFAULT-VALUE}); 0 for no comparison.")
    private int seeds;

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description = "A YAML file on the driver that says which settings to search; a default space otherwise.")
    private @Nullable Path space;

    @Option(names = "--config", paramLabel = "FILE", description = "What all trials have in common, on the driver.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of all trials, such as data.source=/shared/photos.samples; may be given more than once.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1 || trials < 1 || seeds < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--jobs and --trials must be at least 1, --seeds at least 0.");
        }
        Ranking.check(metrics);
        Study study = study();
        StudyResult result = Main.duello().search(study, StudyLimit.trials(trials), jobs);
        print(result, spec.commandLine().getOut());
        return 0;
    }

    private Study study() {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("evaluation.metric", Ranking.watched(metrics));
        Experiment asked = ExperimentReader.read(config, all);
        Study.refuseUnsuited(asked);
        try (Dataset images = Datasets.open(asked.data().source(), asked.data().loadOptions(Split.TRAIN))) {
            Experiment base = ExperimentReader.readFor(images, config, all);
            StudySettings what = new StudySettings(
                    metrics,
                    Halving.over(base.training().kimg()).lengths(),
                    base.training().seed(),
                    seeds,
                    "tpe",
                    jobs);
            return Study.open(path, base, space, what, images);
        }
    }

    private static void print(StudyResult result, PrintWriter out) {
        out.printf("%d trials%n", result.state().searched().size());
        result.compared().forEach(each -> out.println(each.name() + ": " + each.means()));
        result.best()
                .ifPresentOrElse(
                        best -> out.println("best: " + best.name() + " " + best.values()),
                        () -> out.println("No trial was measured."));
        out.println(result.study().path());
        out.flush();
    }
}
