package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.metric.MetricLabel;
import dev.duello.torch.Torch;
import dev.duello.train.TrainingEvent.Evaluated;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Compares runs side by side: metrics at the best of each, at equal kimg and at equal time, curves,"
                        + " samples.",
        footer = {
            "",
            "The numbers are those that were measured during training (see duello train --watch), and those of",
            "the last duello evaluate of each run."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Run directories.")
    private List<Path> paths = List.of();

    @Option(
            names = "--alternatives",
            paramLabel = "NAME|PATH",
            description =
                    "Instead of comparing runs: trains a GAN, a VAE-GAN, a VAE and an autoencoder on these images, with the same"
                            + " decoder and as many parameters, and compares them. The same command goes on after an interruption.")
    private @Nullable String alternatives;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "With --alternatives: how long each is trained, such as 10m.")
    private @Nullable Duration time;

    @Option(
            names = "--kimg",
            paramLabel = "N",
            description = "With --alternatives: the length of each training in thousands of images; 100 by default.")
    private @Nullable String kimg;

    @Option(names = "--seeds", paramLabel = "N", description = "With --alternatives: trainings of each; 1 by default.")
    private @Nullable Integer seeds;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "With --alternatives: a setting that all of them have, such as training.batch=32.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "With --alternatives: the folder of runs, table and page; runs/alternatives-NAME by default.")
    private @Nullable Path out;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            defaultValue = "comparison.html",
            description = "File for the page (default: ${DEFAULT-VALUE}).")
    private Path html;

    @Option(names = "--json", description = "The result as one JSON object on stdout.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (alternatives != null) {
            return compareAlternatives(alternatives);
        }
        require(
                time == null && kimg == null && seeds == null && out == null && settings.isEmpty(),
                "--for, --kimg, --seeds, --set and --out are for --alternatives.");
        require(!paths.isEmpty(), "Name runs to compare, or images with --alternatives.");
        Comparison comparison = Comparison.of(open());
        AtomicFiles.writeText(html, ComparisonPage.of(comparison));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(comparison, out);
        } else {
            printTable(comparison, out);
            out.println("page " + html);
        }
        out.flush();
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private int compareAlternatives(String data) {
        require(paths.isEmpty(), "--alternatives trains its own runs: leave out " + paths + ".");
        require(time == null || kimg == null, "--for and --kimg both say how long each is trained: leave one out.");
        require(seeds == null || seeds >= 1 && seeds <= 100, "--seeds is 1 to 100, not " + seeds + ".");
        Torch.loadAside();
        Map<String, String> common = new LinkedHashMap<>(settings);
        if (kimg != null) {
            common.put("training.kimg", kimg);
            common.put("training.anneal-kimg", kimg);
        }
        String name = Path.of(data).getFileName().toString();
        Path folder = out == null ? Path.of("runs", "alternatives-" + name) : out;
        Map<Alternative, List<AlternativeResult>> results = new AlternativesComparison(
                        data,
                        common,
                        time,
                        seeds == null ? 1 : seeds,
                        folder,
                        spec.commandLine().getErr(),
                        json)
                .run();
        PrintWriter writer = spec.commandLine().getOut();
        if (results == null) {
            writer.println("Stopped, and saved. The same command goes on.");
            writer.flush();
            return 130;
        }
        if (json) {
            print(results, folder, writer);
        } else {
            writer.print(AlternativesTable.markdown(results));
            writer.println("page " + folder.resolve("alternatives.html"));
        }
        writer.flush();
        return 0;
    }

    private static void print(Map<Alternative, List<AlternativeResult>> results, Path folder, PrintWriter out) {
        Json node =
                Json.object().put("page", folder.resolve("alternatives.html").toString());
        Json.Items learners = node.putArray("learners");
        results.forEach((alternative, each) -> {
            for (int seed = 0; seed < each.size(); seed++) {
                Json one = learners.addObject()
                        .put("learner", alternative.label())
                        .put("seed", seed)
                        .put("failure", each.get(seed).failure());
                Json values = one.putObject("values");
                each.get(seed).values().forEach(values::put);
            }
        });
        node.print(out);
    }

    private List<ComparedRun> open() {
        List<String> names = paths.stream()
                .map(path -> path.toAbsolutePath().normalize().getFileName())
                .map(String::valueOf)
                .toList();
        List<ComparedRun> runs = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            String name = names.get(i);
            boolean unique = names.stream().filter(name::equals).count() == 1;
            runs.add(ComparedRun.open(paths.get(i), unique ? name : paths.get(i).toString()));
        }
        return runs;
    }

    private static void printTable(Comparison comparison, PrintWriter out) {
        int width = comparison.runs().stream()
                .mapToInt(run -> run.label().length())
                .max()
                .orElseThrow();
        String name = "%-" + Math.max(width, 3) + "s";
        comparison.warning().ifPresent(warning -> out.println(warning + System.lineSeparator()));
        for (Comparison.View view : comparison.metrics().isEmpty() ? List.<Comparison.View>of() : comparison.views()) {
            out.println(view.title());
            out.printf(name, "run");
            comparison.metrics().forEach(metric -> out.printf(column(comparison, metric), comparison.titled(metric)));
            out.println();
            for (ComparedRun run : comparison.runs()) {
                out.printf(name, run.label());
                comparison
                        .metrics()
                        .forEach(metric -> out.printf(
                                column(comparison, metric),
                                Comparison.valueAtKimg(view.choice().apply(run, metric), metric)));
                out.println();
            }
            out.println();
        }
        if (!comparison.evaluated().isEmpty()) {
            out.println(EvaluatedTable.of(comparison));
        }
        comparison.notes().forEach(out::println);
    }

    private static String column(Comparison comparison, String metric) {
        return "  %" + Math.max(24, comparison.titled(metric).length()) + "s";
    }

    private void printJson(Comparison comparison, PrintWriter out) {
        Json node = Json.object()
                .put("kimg", comparison.images() / 1000.0)
                .put("seconds", comparison.seconds())
                .put("comparable", comparison.isComparable())
                .put("page", html.toString());
        Json.Items runs = node.putArray("runs");
        for (ComparedRun run : comparison.runs()) {
            Json each = runs.addObject()
                    .put("run", run.path().toString())
                    .put("protocol", run.isMeasured() ? run.protocol() : null)
                    .put(
                            "features",
                            run.isMeasured()
                                    ? MetricLabel.features(
                                            run.evaluations().getLast().protocol())
                                    : null);
            Json best = each.putObject("best");
            comparison.metrics().forEach(metric -> put(best, metric, comparison.best(run, metric)));
            put(each, "at-equal-kimg", run.at(comparison.images()));
            put(each, "at-equal-seconds", run.after(comparison.seconds()));
            Json.Items curve = each.putArray("evaluations");
            run.evaluations().forEach(evaluation -> put(curve.addObject(), evaluation));
            run.stored().ifPresent(stored -> put(each.putObject("evaluated"), stored));
        }
        node.print(out);
    }

    private static void put(Json node, String key, Optional<Evaluated> evaluation) {
        evaluation.ifPresent(found -> put(node.putObject(key), found));
    }

    private static void put(Json node, StoredEvaluation stored) {
        node.put("judged", stored.judged())
                .put("protocol", stored.evaluation().protocol())
                .put("features", MetricLabel.features(stored.evaluation().network()));
        Json values = node.putObject("values");
        stored.evaluation().values().forEach((metric, value) -> values.put(metric.name(), value));
        Json classes = node.putObject("classes");
        stored.classes().forEach(classes::put);
    }

    private static void put(Json node, Evaluated evaluation) {
        node.put("kimg", evaluation.images() / 1000.0).put("seconds", evaluation.seconds());
        Json values = node.putObject("values");
        evaluation.values().forEach(values::put);
    }
}
