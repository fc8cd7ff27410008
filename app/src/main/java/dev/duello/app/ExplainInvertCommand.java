package dev.duello.app;

import dev.duello.data.AtomicFiles;
import dev.duello.data.DataException;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.explain.Inversion;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.DataSettings;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
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
        name = "invert",
        description = "Finds latents from which the generator reproduces given images as closely as possible.",
        footer = {
            "",
            "What the generator cannot reproduce from any latent, it has not learned: look at the difference. PSNR is in decibels,",
            "SSIM at most 1; compare both with the nearest of 1,000 samples, which no search was needed for."
        },
        mixinStandardHelpOptions = true)
final class ExplainInvertCommand implements Callable<Integer> {
    private static final int TOGETHER = 256;

    /** What is told of an image once its picture is written: the samples of thousands need not be kept. */
    private record Result(float[] latent, double psnr, double ssim, double nearestPsnr) {
        static Result of(Inversion.Found found) {
            return new Result(found.latent(), found.psnr(), found.ssim(), found.nearestPsnr());
        }
    }

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Image files, or folders of them.")
    private List<Path> paths = List.of();

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "8",
            description = "Latents to start from for each image (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "300",
            description = "Steps of the search (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the pictures go: original, inversion and difference; the folder explain of the run by"
                    + " default.")
    private @Nullable Path out;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(starts >= 1 && starts <= 64, "--starts must be 1 to 64, not " + starts + ".");
        require(steps >= 1, "--steps must be at least 1, not " + steps + ".");
        DataSettings data = RunDirectory.open(run).experiment().data();
        Torch.setThreads(Runtime.getRuntime().availableProcessors());
        Path folder = out == null ? run.resolve("explain") : out;
        try (TrainedModel model = checkpoint.open(run);
                SampleJudge features = SampleJudge.ifThere(
                        data, model.format(), spec.commandLine().getErr(), outputOptions.quiet)) {
            ExplainedPhotos photos = ExplainedPhotos.read(
                    paths,
                    withoutTexts(model.format()),
                    data.fit(),
                    spec.commandLine().getErr());
            AtomicFiles.createFolders(folder);
            int count = photos.files().size();
            List<Result> found = new ArrayList<>();
            try (ProgressLine line =
                    ProgressLine.on(spec.commandLine().getErr(), ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
                // Some at a time, so that the pictures of the first thousands are there while the last are searched
                // for.
                for (int start = 0; start < count; start += TOGETHER) {
                    int first = start;
                    try (var _ = TensorScope.open()) {
                        List<Inversion.Found> some = Inversion.of(
                                model.model(),
                                photos.tensor(
                                        start,
                                        Math.min(TOGETHER, count - start),
                                        model.model().device()),
                                features == null
                                        ? null
                                        : features.differentiable(model.model().device()),
                                new Inversion.Effort(starts, steps),
                                (done, _) -> line.update(first + done / steps, count, () -> ""));
                        for (int i = 0; i < some.size(); i++) {
                            write(sheet(folder, photos, start + i), photos, start + i, some.get(i));
                            found.add(Result.of(some.get(i)));
                        }
                    }
                }
            }
            report(photos, found, folder, features);
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    /** A text is found or is not: what is near to it in numbers need not be like it. */
    private static SampleFormat withoutTexts(SampleFormat format) {
        if (format.medium() == Medium.TEXT) {
            throw new DataException("Latents are searched for of samples that can be changed a little, not of texts.");
        }
        return format;
    }

    private static Path sheet(Path folder, ExplainedPhotos photos, int index) {
        return folder.resolve(photos.names().get(index) + "-inverted.png");
    }

    /** Original, inversion, and of images what differs, from black. */
    private static void write(Path file, ExplainedPhotos photos, int index, Inversion.Found found) {
        if (!(photos.format() instanceof ImageFormat format)) {
            byte[] both = RgbPicture.joined(
                    List.of(photos.pixels().get(index), RgbPicture.stored(photos.format(), found.sample())));
            photos.format().writePreview(file, MemorySegment.ofArray(both));
            return;
        }
        byte[] original = photos.pixels().get(index);
        byte[] inverted = RgbPicture.stored(format, found.sample());
        byte[] a = RgbPicture.of(format, original);
        byte[] b = RgbPicture.of(format, inverted);
        RgbPicture.write(file, RgbPicture.format(format), List.of(a, b, RgbPicture.difference(a, b)), 3);
    }

    private void report(ExplainedPhotos photos, List<Result> found, Path folder, @Nullable SampleJudge features) {
        PrintWriter printer = spec.commandLine().getOut();
        double psnr = found.stream().mapToDouble(Result::psnr).average().orElseThrow();
        double ssim = found.stream().mapToDouble(Result::ssim).average().orElseThrow();
        String numbers = photos.format() instanceof ImageFormat ? "pixels" : "numbers";
        String compared = features == null ? numbers : numbers + " and features of " + features.name();
        if (outputOptions.json) {
            Json json = Json.object()
                    .put("run", run.toString())
                    .put("compared", compared)
                    .put("starts", starts)
                    .put("steps", steps)
                    .put("mean-psnr", psnr);
            if (!Double.isNaN(ssim)) {
                json.put("mean-ssim", ssim);
            }
            Json.Items items = json.putArray("images");
            for (int i = 0; i < found.size(); i++) {
                Json one = items.addObject()
                        .put("file", photos.files().get(i).toString())
                        .put("psnr", found.get(i).psnr())
                        .put("nearest-sample-psnr", found.get(i).nearestPsnr())
                        .put("picture", sheet(folder, photos, i).toString());
                if (!Double.isNaN(ssim)) {
                    one.put("ssim", found.get(i).ssim());
                }
                Json.Items latent = one.putArray("latent");
                for (float number : found.get(i).latent()) {
                    latent.add(number);
                }
            }
            json.print(printer);
        } else {
            printer.printf("%8s  %6s  %14s  file%n", "PSNR", "SSIM", "nearest sample");
            for (int i = 0; i < found.size(); i++) {
                printer.printf(
                        "%5.1f dB  %6s  %11.1f dB  %s%n",
                        found.get(i).psnr(),
                        Double.isNaN(ssim)
                                ? "-"
                                : String.format("%.3f", found.get(i).ssim()),
                        found.get(i).nearestPsnr(),
                        photos.files().get(i));
            }
            printer.println();
            printer.printf(
                    "Mean PSNR %.1f dB%s, by %d starts of %d steps, comparing %s.%n",
                    psnr, Double.isNaN(ssim) ? "" : String.format(", mean SSIM %.3f", ssim), starts, steps, compared);
            printer.println("pictures " + folder);
        }
        printer.flush();
    }
}
