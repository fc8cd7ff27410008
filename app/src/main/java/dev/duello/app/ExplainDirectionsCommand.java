package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.explain.DirectionMeasure;
import dev.duello.explain.DirectionMeasure.Effect;
import dev.duello.explain.Directions;
import dev.duello.explain.ImageTraits;
import dev.duello.explain.LatentDirection;
import dev.duello.explain.SavedDirections;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "directions",
        description = "Finds directions in the latent space that change samples, and measures the change.",
        footer = {
            "",
            "sefa reads the first weights, ganspace the activations of samples, labels fits properties of samples.",
            "Each is kept by its name: duello sample RUN --move sefa-1=2.5. A direction may mix several changes, and",
            "what it changes is true of most samples, not of all."
        },
        mixinStandardHelpOptions = true)
final class ExplainDirectionsCommand implements Callable<Integer> {
    private static final int ROWS = 4;

    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(
            names = "--method",
            paramLabel = "sefa|ganspace|labels",
            defaultValue = "sefa",
            description = "How directions are found (default: ${DEFAULT-VALUE}).")
    private Directions.Method method;

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--labels",
            paramLabel = "CSV",
            description = "Labels of your own for --method labels: a header, then a line for each image of"
                    + " `duello sample RUN --files DIR`; by default what can be measured, such as brightness.")
    private @Nullable Path labels;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the strips, and of the labeled samples; 0 by default.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the strips, one PNG each; the folder explain of the run by default.")
    private @Nullable Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(count >= 1, "-k must be at least 1, not " + count + ".");
        require(
                labels == null || method == Directions.Method.LABELS,
                "--labels is for --method labels, which fits directions to them.");
        LabelTable table = labels == null ? null : LabelTable.read(labels);
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        Path folder = out == null ? run.resolve("explain") : out;
        DataSettings data = RunDirectory.open(run).experiment().data();
        try (TrainedModel model = checkpoint.open(run);
                SampleJudge judge = SampleJudge.ifThere(
                        data, model.format(), spec.commandLine().getErr(), outputOptions.quiet)) {
            List<LatentDirection> found =
                    table == null ? Directions.find(model.model(), method, count) : ofTable(model, table);
            DirectionMeasure.Report report =
                    DirectionMeasure.of(model.model(), found, judge == null ? null : judge.classes());
            AtomicFiles.createFolders(folder);
            for (Effect effect : report.effects()) {
                writeStrips(model, effect.direction(), file(folder, effect));
            }
            save(model, report);
            PrintWriter printer = spec.commandLine().getOut();
            if (outputOptions.json) {
                json(model, report, folder).print(printer);
            } else {
                print(model.format().medium(), report, folder, printer);
            }
            printer.flush();
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private List<LatentDirection> ofTable(TrainedModel model, LabelTable table) {
        List<LatentDirection> found = new ArrayList<>();
        try (var _ = TensorScope.open()) {
            Tensor latents = model.latents(table.samples(), seed);
            for (Map.Entry<String, double[]> column : table.columns().entrySet()) {
                found.add(Directions.ofLabels(model.model(), column.getKey(), latents, column.getValue()));
            }
        }
        return found;
    }

    private static Path file(Path folder, Effect effect) {
        return folder.resolve(effect.direction().name().replaceAll("[^A-Za-z0-9._-]+", "-") + ".png");
    }

    private void writeStrips(TrainedModel model, LatentDirection direction, Path file) {
        SampleFormat format = model.format();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            Tensor latents = DirectionMeasure.strips(model.latents(ROWS, seed), direction);
            MemorySegment pixels = arena.allocate(latents.size(0) * format.bytes());
            model.sample(latents, Weights.AVERAGE, pixels);
            format.writePreview(file, pixels, DirectionMeasure.STEPS);
        }
    }

    private void save(TrainedModel model, DirectionMeasure.Report report) {
        SavedDirections.of(run).with(report, model.imagesSeen()).write(run);
    }

    private static void print(Medium medium, DirectionMeasure.Report report, Path folder, PrintWriter printer) {
        int width = report.effects().stream()
                .mapToInt(effect -> effect.direction().name().length())
                .max()
                .orElse(4);
        printer.printf(
                "%-" + width + "s  %6s  %8s  %9s  %s%n", "name", "effect", "x random", "explained", "from -3 to 3");
        for (Effect effect : report.effects()) {
            printer.printf(
                    "%-" + width + "s  %6.3f  %8.2f  %7.1f %%  %s%n",
                    effect.direction().name(),
                    effect.effect(),
                    effect.timesRandom(),
                    100 * effect.direction().share(),
                    effect.description());
        }
        printer.println();
        printer.printf(
                "The effect is how far %s moves, of a range of 1. Random directions: %.3f, give or take %.3f.%n",
                medium == Medium.IMAGE ? "a pixel" : "a number of a sample",
                report.randomEffect(),
                report.randomSpread());
        printer.println("strips " + folder);
    }

    private Json json(TrainedModel model, DirectionMeasure.Report report, Path folder) {
        Json node = Json.object()
                .put("run", run.toString())
                .put("kimg", model.imagesSeen() / 1000.0)
                .put("random-effect", report.randomEffect())
                .put("random-deviation", report.randomSpread());
        Json.Items items = node.putArray("directions");
        for (Effect effect : report.effects()) {
            Json one = items.addObject()
                    .put("name", effect.direction().name())
                    .put("effect", effect.effect())
                    .put("times-random", effect.timesRandom())
                    .put("explained", effect.direction().share())
                    .put("description", effect.description())
                    .put("strip", file(folder, effect).toString());
            if (!Double.isNaN(effect.classChanges())) {
                one.put("class-changes", effect.classChanges());
            }
            if (effect.changes().length > 0) {
                Json changes = one.putObject("changes");
                for (ImageTraits.Trait trait : ImageTraits.Trait.values()) {
                    changes.put(trait.label(), effect.changes()[trait.ordinal()]);
                }
            }
        }
        return node;
    }
}
