package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.Dissection;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        name = "units",
        description = "Finds feature maps of the generator that go with what can be seen, and switches them off.",
        footer = {
            "",
            "IoU compares where a map is active with where the concept is, on samples that the threshold was not chosen by.",
            "The effect is the area of the concept that disappears when the unit is switched off, with its 95 %% interval."
        },
        mixinStandardHelpOptions = true)
final class ExplainUnitsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(
            names = "-k",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many units, those that fit best (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "Position in the generator, as `duello summary RUN` counts them; by default the last block at"
                    + " half the size of an image or less.")
    private @Nullable Integer layer;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the picture of the units goes; the folder explain of the run by default.")
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
        require(layer == null || layer >= 0, "--layer counts from 0.");
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        DataSettings data = RunDirectory.open(run).experiment().data();
        Path folder = out == null ? run.resolve("explain") : out;
        try (TrainedModel model = checkpoint.open(run);
                SampleJudge judge = SampleJudge.ifThere(
                        data, ImageFormat.of(model.format()), spec.commandLine().getErr(), outputOptions.quiet)) {
            Dissection.Report report = Dissection.of(
                    model.model(),
                    layer == null ? -1 : layer,
                    judge == null ? List.of() : judge.reals().classes(),
                    judge == null ? null : judge.classes(),
                    count);
            AtomicFiles.createFolders(folder);
            Path picture = folder.resolve("units.png");
            List<byte[]> pictures = new ArrayList<>();
            report.units().forEach(unit -> pictures.addAll(pictures(ImageFormat.of(model.format()), unit)));
            RgbPicture.write(
                    picture,
                    RgbPicture.format(ImageFormat.of(model.format())),
                    pictures,
                    2 * report.units().getFirst().examples().size());
            PrintWriter printer = spec.commandLine().getOut();
            if (outputOptions.json) {
                json(report, picture).print(printer);
            } else {
                print(report, picture, printer);
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

    /** Each example as it is, then with the unit's map. */
    static List<byte[]> pictures(ImageFormat format, Dissection.Unit unit) {
        List<byte[]> pictures = new ArrayList<>();
        for (Dissection.Example example : unit.examples()) {
            byte[] rgb = RgbPicture.of(format, RgbPicture.stored(format, example.image()));
            pictures.add(rgb);
            pictures.add(example.map().over(RgbPicture.luminance(rgb)));
        }
        return pictures;
    }

    private static void print(Dissection.Report report, Path picture, PrintWriter printer) {
        printer.printf("layer %s, maps of %dx%d%n%n", report.name(), report.height(), report.width());
        printer.printf(
                "%4s  %-18s  %5s  %-34s  %s%n", "unit", "goes with", "IoU", "switched off, its area falls by", "of");
        for (Dissection.Unit unit : report.units()) {
            printer.printf(
                    "%4d  %-18s  %5.3f  %-34s  %.2f %% of the image%n",
                    unit.unit(),
                    unit.iou() < Dissection.DETECTS ? "-" : unit.concept(),
                    unit.iou(),
                    String.format(
                            "%.2f %% (%.2f to %.2f)%s",
                            100 * unit.effect(), 100 * unit.low(), 100 * unit.high(), unit.isCause() ? "" : ", unsure"),
                    100 * unit.usual());
        }
        printer.println();
        printer.println("picture " + picture);
    }

    private Json json(Dissection.Report report, Path picture) {
        Json node = Json.object()
                .put("run", run.toString())
                .put("layer", report.name())
                .put("picture", picture.toString());
        Json.Items items = node.putArray("units");
        for (Dissection.Unit unit : report.units()) {
            items.addObject()
                    .put("unit", unit.unit())
                    .put("concept", unit.concept())
                    .put("iou", unit.iou())
                    .put("effect", unit.effect())
                    .put("effect-low", unit.low())
                    .put("effect-high", unit.high())
                    .put("usual-area", unit.usual());
        }
        return node;
    }
}
