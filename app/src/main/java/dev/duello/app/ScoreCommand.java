package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.Fit;
import dev.duello.data.ImageFormat;
import dev.duello.data.PngFiles;
import dev.duello.train.RunDirectory;
import dev.duello.train.TrainedGan;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "score",
        description = "Tells how real each image looks to the discriminator of a run.",
        footer = {
            "",
            "0 is certainly made by the generator, 1 is certainly real. It is what this discriminator believes,",
            "compare it only with the scores of other images by the same run."
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
            description = "PNG, JPEG, GIF, BMP or WebP files.")
    private List<Path> files = List.of();

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
        Fit fit = RunDirectory.open(run).experiment().data().fit();
        try (TrainedGan gan = TrainedGan.open(run);
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            for (int start = 0; start < files.size(); start += CHUNK) {
                line.update(start, files.size(), () -> "");
                score(gan, fit, files.subList(start, Math.min(files.size(), start + CHUNK)));
            }
        }
        if (outputOptions.json) {
            printJson(out);
        } else {
            scores.forEach(score -> out.printf("%.4f  %s%n", score.probability, score.file));
        }
        out.flush();
        unread.forEach(problem -> err.println(problem.reason));
        err.flush();
        return unread.isEmpty() ? 0 : 1;
    }

    private void score(TrainedGan gan, Fit fit, List<Path> some) {
        ImageFormat format = gan.format();
        List<Path> readable = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) some.size() * format.bytes());
            for (Path file : some) {
                try {
                    byte[] image = PngFiles.read(file, format, fit);
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
                float[] probabilities = gan.score(pixels, readable.size());
                for (int i = 0; i < probabilities.length; i++) {
                    scores.add(new Score(readable.get(i), probabilities[i]));
                }
            }
        }
    }

    private void printJson(PrintWriter out) {
        Json node = Json.object();
        node.put("run", run.toString());
        Json.Items images = node.putArray("images");
        scores.forEach(
                score -> images.addObject().put("file", score.file.toString()).put("probability", score.probability));
        Json.Items failed = node.putArray("failed");
        unread.forEach(problem ->
                failed.addObject().put("file", problem.file.toString()).put("reason", problem.reason));
        node.print(out);
    }
}
