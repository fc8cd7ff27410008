package dev.duello.spark;

import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "prepare",
        description = "Decodes the images of a folder into one file, which opens at once wherever data is named.",
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Images, on any file system that Hadoop knows.")
    private String folder = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write, on the driver.")
    private Path file = Path.of("");

    @Option(names = "--height", paramLabel = "N", required = true, description = "Height of the images in pixels.")
    private int height;

    @Option(names = "--width", paramLabel = "N", description = "Width of the images; as high by default.")
    private @Nullable Integer width;

    @Option(
            names = "--channels",
            paramLabel = "1|3|4",
            defaultValue = "3",
            description = "Gray, color, or color and transparency (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            defaultValue = "crop",
            description = "What to do with images of other proportions: ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}).")
    private Fit fit = Fit.CROP;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ImageFormat format = new ImageFormat(channels, height, width == null ? height : width);
        Prepared prepared = Main.duello().prepare(folder, format, fit, file);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%,d images of %s in %s%n", prepared.count(), format, file);
        if (!prepared.classes().isEmpty()) {
            out.println(prepared.classes().size() + " classes: " + String.join(", ", prepared.classes()));
        }
        if (prepared.copies() > 0) {
            out.printf("%,d images are equal to an earlier one%n", prepared.copies());
        }
        if (prepared.skippedCount() > 0) {
            out.printf("%,d files could not be read:%n", prepared.skippedCount());
            prepared.skipped().stream()
                    .limit(SHOWN)
                    .forEach(one -> out.println("  " + one.file() + ": " + one.reason()));
        }
        return 0;
    }
}
