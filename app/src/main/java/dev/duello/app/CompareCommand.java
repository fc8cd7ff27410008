package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.metric.MetricLabel;
import dev.duello.train.TrainingEvent.Evaluated;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run directories.")
    private List<Path> paths = List.of();

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
