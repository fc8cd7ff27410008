package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.HeatMap;
import dev.duello.explain.ScoreExplanation;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
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
        name = "score",
        description = "Shows which parts of an image make the discriminator consider it real or generated.",
        footer = {
            "",
            "Orange speaks for a real image, blue for a generated one; in smooth-grad, which has no sign, orange is where",
            "a small change matters. Maps tell what this discriminator looks at, not what is wrong with an image."
        },
        mixinStandardHelpOptions = true)
final class ExplainScoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Image files, or folders of them.")
    private List<Path> paths = List.of();

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description =
                    "Judge as images of this class, by its name or number; by default of the one that suits best.")
    private @Nullable String className;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the maps go, a PNG for each image; the folder explain of the run by default.")
    private @Nullable Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DataSettings data = RunDirectory.open(run).experiment().data();
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        Path folder = out == null ? run.resolve("explain") : out;
        PrintWriter printer = spec.commandLine().getOut();
        Json json = Json.object().put("run", run.toString());
        Json.Items items = json.putArray("images");
        try (TrainedModel model = checkpoint.open(run);
                ProgressLine line =
                        ProgressLine.on(spec.commandLine().getErr(), ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            ExplainedPhotos photos = ExplainedPhotos.read(
                    paths,
                    ImageFormat.of(model.format()),
                    data.fit(),
                    spec.commandLine().getErr());
            List<Path> files = photos.files();
            Integer label = className == null ? null : label(model, className);
            AtomicFiles.createFolders(folder);
            for (int i = 0; i < files.size(); i++) {
                line.update(i, files.size(), () -> "");
                try (var _ = TensorScope.open()) {
                    ScoreExplanation explained = ScoreExplanation.of(
                            model.model(), photos.tensor(i, 1, model.model().device()), label);
                    Path sheet = folder.resolve(photos.names().get(i) + "-score.png");
                    write(sheet, photos, i, explained);
                    if (outputOptions.json) {
                        put(items.addObject(), files.get(i), sheet, explained);
                    } else {
                        line.erase();
                        print(printer, files.get(i), sheet, explained);
                    }
                }
            }
        }
        if (outputOptions.json) {
            json.print(printer);
        }
        printer.flush();
        return 0;
    }

    private int label(TrainedModel model, String wanted) {
        try {
            return model.label(wanted);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--class: " + run + ": " + e.getMessage(), e);
        }
    }

    /** The image, then each map over it. */
    private static void write(Path sheet, ExplainedPhotos photos, int index, ScoreExplanation explained) {
        ImageFormat format = ImageFormat.of(photos.format());
        ImageFormat rgb = RgbPicture.format(format);
        byte[] image = RgbPicture.of(format, photos.pixels().get(index));
        List<byte[]> pictures = new ArrayList<>(List.of(image));
        for (HeatMap map : explained.maps().values()) {
            pictures.add(map.over(RgbPicture.luminance(image)));
        }
        RgbPicture.write(sheet, rgb, pictures, pictures.size());
    }

    private static double share(boolean[] pixels) {
        int count = 0;
        for (boolean pixel : pixels) {
            count += pixel ? 1 : 0;
        }
        return (double) count / pixels.length;
    }

    private static void print(PrintWriter printer, Path file, Path sheet, ScoreExplanation explained) {
        printer.printf(
                "%s: probability of being real %.4f (logit %.3f; a gray image has %.3f)%n",
                file,
                1 / (1 + Math.exp(-explained.logit())),
                explained.logit(),
                explained.logit() - explained.integrated().gain());
        printer.printf("  %-20s  %-46s  %-9s  %s%n", "", "where most of it is", "on object", "with random weights");
        for (Map.Entry<String, HeatMap> entry : explained.maps().entrySet()) {
            printer.printf(
                    "  %-20s  %-46s  %7.0f %%  correlation %.2f%n",
                    entry.getKey(),
                    entry.getValue().words(),
                    100 * entry.getValue().shareOn(explained.foreground()),
                    explained.randomCorrelation().get(entry.getKey()));
        }
        printer.printf(
                "  What stands out from the border is %.0f %% of the image.%n", 100 * share(explained.foreground()));
        printer.printf(
                "  Integrated gradients add up to the logit within %.2f %%; with occlusion they agree by %.2f.%n",
                100 * explained.integrated().error(), explained.agreement());
        printer.println("  maps " + sheet);
    }

    private static void put(Json one, Path file, Path sheet, ScoreExplanation explained) {
        one.put("file", file.toString())
                .put("logit", explained.logit())
                .put("gain-over-gray", explained.integrated().gain())
                .put("completeness-error", explained.integrated().error())
                .put("steps", explained.integrated().steps())
                .put("agreement-with-occlusion", explained.agreement())
                .put("object-share", share(explained.foreground()))
                .put("maps-file", sheet.toString());
        Json maps = one.putObject("maps");
        explained.maps().forEach((name, map) -> {
            Json put = maps.putObject(name)
                    .put("on-object", map.shareOn(explained.foreground()))
                    .put(
                            "random-weights-correlation",
                            explained.randomCorrelation().get(name));
            Json regions = put.putObject("regions");
            map.regions().forEach(regions::put);
        });
    }
}
