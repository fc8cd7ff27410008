package dev.duello.app;

import dev.duello.app.studio.explore.ScoreDistribution;
import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.Fit;
import dev.duello.export.ExportedFolder;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedModel;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
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
        name = "score",
        description = "Scores how real images are to the discriminator of a run.",
        footer = {
            "",
            "The score is the discriminator's probability that an image is real. By itself it says little: most fakes and",
            "most reals lie close together. Where it stands among 400 reals and 400 fakes says more: 50 %% is the"
                    + " middle.",
            "A conditional GAN takes the class with the highest score, unless --class names one."
        },
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    private static final int CHUNK = 64;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "PNG, JPEG, GIF, BMP or WebP files; of a run of sounds WAV or FLAC files.")
    private List<Path> files = List.of();

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description =
                    "Score as images of this class, by its name or number; by default the class with the highest score.")
    private @Nullable String className;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    private record Score(Path file, float probability) {}

    private record Unread(Path file, String reason) {}

    private final List<Score> scores = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ScoreDistribution scale;
        boolean hasClasses;
        String medium;
        try (TrainedModel gan = checkpoint.open(run);
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            Integer label = className == null ? null : label(gan, className);
            hasClasses = !gan.classes().isEmpty();
            medium = gan.format().medium().singular();
            scale = ExportedFolder.isOne(run)
                    ? ScoreDistribution.ofFakes(
                            gan, label, run + " is an exported folder, which does not know its training images.")
                    : ScoreDistribution.of(
                            gan, RunDirectory.open(run).experiment().data(), label);
            for (int start = 0; start < files.size(); start += CHUNK) {
                line.update(start, files.size(), () -> "");
                score(gan, label, gan.fit(), files.subList(start, Math.min(files.size(), start + CHUNK)));
            }
        }
        if (outputOptions.json) {
            printJson(scale, out);
        } else {
            print(scale, hasClasses, medium, out);
        }
        out.flush();
        if (!scale.missing().isEmpty() && !outputOptions.quiet) {
            err.println("There are no real images to compare with. " + scale.missing());
        }
        unread.forEach(problem -> err.println(problem.reason));
        err.flush();
        return unread.isEmpty() ? 0 : 1;
    }

    private int label(TrainedModel gan, String wanted) {
        try {
            return gan.label(wanted);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--class: " + run + ": " + e.getMessage(), e);
        }
    }

    private void print(ScoreDistribution scale, boolean hasClasses, String medium, PrintWriter out) {
        out.printf("%6s  %6s  %6s  file%n", "score", "reals", "fakes");
        scores.forEach(score -> out.printf(
                "%.4f  %6s  %6s  %s%n",
                score.probability,
                percent(scale.reals(), score.probability),
                percent(scale.fakes(), score.probability),
                score.file));
        out.println();
        out.println("Shares of reals and of fakes that score lower.");
        if (scale.reals().length > 0) {
            out.printf("Most of %d reals: %s.%n", scale.reals().length, ScoreDistribution.range(scale.reals()));
        }
        out.printf("Most of %d fakes: %s.%n", scale.fakes().length, ScoreDistribution.range(scale.fakes()));
        if (hasClasses && className == null) {
            out.println("Each " + medium
                    + " is scored as the class that suits it best, which raises scores, of reals and fakes"
                    + " alike; --class names one.");
        }
    }

    private static String percent(float[] sorted, float score) {
        return ScoreDistribution.percentile(sorted, score)
                .map(share -> String.format("%.0f %%", share))
                .orElse("-");
    }

    private void score(TrainedModel gan, @Nullable Integer label, Fit fit, List<Path> some) {
        SampleFormat format = gan.format();
        List<Path> readable = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) some.size() * format.bytes());
            for (Path file : some) {
                try {
                    byte[] image = SampleFile.read(file, format, fit);
                    MemorySegment.copy(
                            MemorySegment.ofArray(image),
                            0,
                            pixels,
                            (long) readable.size() * image.length,
                            image.length);
                    readable.add(file);
                } catch (DataException e) {
                    unread.add(new Unread(file, e.getMessage()));
                }
            }
            if (!readable.isEmpty()) {
                float[] probabilities =
                        label == null ? gan.score(pixels, readable.size()) : gan.score(pixels, readable.size(), label);
                for (int i = 0; i < probabilities.length; i++) {
                    scores.add(new Score(readable.get(i), probabilities[i]));
                }
            }
        }
    }

    private void printJson(ScoreDistribution scale, PrintWriter out) {
        Json node = Json.object();
        node.put("run", run.toString());
        if (className != null) {
            node.put("class", className);
        }
        Json.Items images = node.putArray("images");
        for (Score score : scores) {
            Json each = images.addObject().put("file", score.file.toString()).put("probability", score.probability);
            ScoreDistribution.percentile(scale.reals(), score.probability)
                    .ifPresent(share -> each.put("percentile-of-reals", share));
            ScoreDistribution.percentile(scale.fakes(), score.probability)
                    .ifPresent(share -> each.put("percentile-of-fakes", share));
        }
        put(node, "reals", scale.reals());
        put(node, "fakes", scale.fakes());
        Json.Items failed = node.putArray("failed");
        unread.forEach(problem ->
                failed.addObject().put("file", problem.file.toString()).put("reason", problem.reason));
        node.print(out);
    }

    private static void put(Json node, String name, float[] sorted) {
        if (sorted.length > 0) {
            node.putObject(name)
                    .put("count", sorted.length)
                    .put("percentile-5", ScoreDistribution.quantile(sorted, 0.05))
                    .put("median", ScoreDistribution.quantile(sorted, 0.5))
                    .put("percentile-95", ScoreDistribution.quantile(sorted, 0.95));
        }
    }
}
