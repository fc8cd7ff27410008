package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.SampleAnalysis;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "samples",
        description =
                "Shows the best, worst, most typical and most novel samples, and what leaving out rare latents changes.",
        footer = {
            "",
            "All of it is in the features that measuring looks at, and comparable only with the same features and count.",
            "Novel samples lie where real ones do, and are furthest from any of them; the features may still miss a copy."
        },
        mixinStandardHelpOptions = true)
final class ExplainSamplesCommand implements Callable<Integer> {
    private static final int FEWEST = 50;
    private static final int SHOWN = 16;
    private static final int COLUMNS = 8;

    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "1000",
            description = "Samples to choose from, and as many real images (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--seed", paramLabel = "N", description = "Of the samples; 0 by default.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the pictures go; the folder explain of the run by default.")
    private @Nullable Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (count < FEWEST || count > 10_000) {
            throw new ParameterException(spec.commandLine(), "-n must be " + FEWEST + " to 10000, not " + count + ".");
        }
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        DataSettings data = RunDirectory.open(run).experiment().data();
        Path folder = out == null ? run.resolve("explain") : out;
        try (TrainedModel model = checkpoint.open(run);
                SampleJudge judge = SampleJudge.open(
                        data, model.format(), spec.commandLine().getErr(), outputOptions.quiet);
                var _ = TensorScope.open()) {
            int size = judge.reals().size();
            int taken = Math.min(count, size);
            int[] reals = IntStream.range(0, taken)
                    .map(i -> (int) ((long) i * size / taken))
                    .toArray();
            Tensor latents = model.latents(taken, seed);
            SampleAnalysis found = SampleAnalysis.of(
                    model.model(), latents, judge::features, judge.features(reals), Math.min(SHOWN, taken));
            AtomicFiles.createFolders(folder);
            kinds(found).forEach((kind, indices) -> writeGrid(model, latents, indices, file(folder, kind)));
            PrintWriter printer = spec.commandLine().getOut();
            if (outputOptions.json) {
                json(found, taken, judge.name(), folder).print(printer);
            } else {
                print(found, taken, model.format().medium(), judge.name(), folder, printer);
            }
            printer.flush();
        }
        return 0;
    }

    private static Map<String, int[]> kinds(SampleAnalysis found) {
        Map<String, int[]> kinds = new LinkedHashMap<>();
        kinds.put("best", found.best());
        kinds.put("worst", found.worst());
        kinds.put("typical", found.typical());
        kinds.put("novel", found.novel());
        return kinds;
    }

    private static Path file(Path folder, String kind) {
        return folder.resolve("samples-" + kind + ".png");
    }

    private static void writeGrid(TrainedModel model, Tensor latents, int[] indices, Path file) {
        SampleFormat format = model.format();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            long[] wanted = Arrays.stream(indices).asLongStream().toArray();
            MemorySegment pixels = arena.allocate((long) wanted.length * format.bytes());
            model.sample(latents.rows(Tensors.of(wanted, wanted.length).toDeviceOf(latents)), Weights.AVERAGE, pixels);
            format.writePreview(
                    file, pixels, format instanceof ImageFormat ? COLUMNS : format.usualColumns(wanted.length));
        }
    }

    private static void print(
            SampleAnalysis found, int taken, Medium medium, String features, Path folder, PrintWriter printer) {
        kinds(found)
                .forEach((kind, indices) -> printer.printf(
                        "%-8s  realism %.2f to %.2f  %s%n",
                        kind,
                        found.realism()[indices[0]],
                        found.realism()[indices[indices.length - 1]],
                        file(folder, kind)));
        printer.println();
        printer.printf("%-22s  %9s  %6s%n", "latents", "precision", "recall");
        for (SampleAnalysis.Truncated one : found.curve()) {
            printer.printf(
                    "%-22s  %9.3f  %6.3f%n",
                    Double.isInfinite(one.bound()) ? "all" : "numbers within " + one.bound(),
                    one.precision(),
                    one.recall());
        }
        printer.println();
        printer.printf(
                "Perceptual path length %.4g: steps of %s, %,d paths without the outer hundredths.%n",
                found.pathLength(), SampleAnalysis.EPSILON, SampleAnalysis.PATHS);
        printer.printf("%,d samples against as many real %s, features of %s.%n", taken, medium.plural(), features);
    }

    private Json json(SampleAnalysis found, int taken, String features, Path folder) {
        Json node = Json.object()
                .put("run", run.toString())
                .put("features", features)
                .put("count", taken)
                .put("seed", seed)
                .put("path-length", found.pathLength())
                .put("path-step", SampleAnalysis.EPSILON)
                .put("paths", SampleAnalysis.PATHS);
        Json chosen = node.putObject("chosen");
        kinds(found).forEach((kind, indices) -> {
            Json one = chosen.putObject(kind).put("picture", file(folder, kind).toString());
            Json.Items items = one.putArray("samples");
            for (int index : indices) {
                items.add(index);
            }
        });
        Json.Items curve = node.putArray("truncation");
        for (SampleAnalysis.Truncated one : found.curve()) {
            Json point = curve.addObject();
            if (Double.isFinite(one.bound())) {
                point.put("bound", one.bound());
            }
            point.put("precision", one.precision()).put("recall", one.recall());
        }
        return node;
    }
}
