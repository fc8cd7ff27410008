package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.learn.Weights;
import dev.duello.metric.ReconstructionError;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
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
        name = "reconstruct",
        description = "Encodes images and decodes them again with a trained autoencoder.",
        footer = {
            "",
            "Writes a grid, each row of originals above their reconstructions, and tells the mean squared error of all pixels in"
                    + " [0, 1], the peak signal-to-noise ratio and the structural similarity."
        },
        mixinStandardHelpOptions = true)
final class ReconstructCommand implements Callable<Integer> {
    /** In the picture; the numbers are of all. */
    private static final int SHOWN = 64;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(index = "1..*", paramLabel = "IMAGE", description = "Image files of any size.")
    private List<Path> files = List.of();

    @Option(
            names = {"--held-out", "--test"},
            description = "Images of the data that were not trained on: its test part, or what was kept out.")
    private boolean test;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many images of --held-out, at most; 64 by default.")
    private @Nullable Integer count;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "reconstructions.png",
            description = "The picture (default: ${DEFAULT-VALUE}); it shows the first 64.")
    private Path out;

    @Option(names = "--raw", description = "Use the networks' current weights instead of their moving averages.")
    private boolean raw;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Torch.loadAside();
        require(test != !files.isEmpty(), "Name images, or --held-out for images that were not trained on.");
        require(count == null || test, "-n says how many images of --held-out; of files all are taken.");
        require(count == null || count >= 1, "-n must be at least 1, not " + count + ".");
        if (Files.isDirectory(out)) {
            throw new DataException(out + " is a folder; name a file.");
        }
        try (TrainedModel model = checkpoint.open(run);
                Arena arena = Arena.ofConfined()) {
            if (!model.isEncoder()) {
                throw new TrainingException(
                        run + " has no encoder, so that it cannot reconstruct images: an autoencoder"
                                + " can (duello train --preset autoencoder).");
            }
            SampleFormat format = model.format();
            MemorySegment originals = test
                    ? GivenImages.heldOut(run, format, count == null ? SHOWN : count, arena)
                    : GivenImages.read(files, model.fit(), format, arena);
            int images = Math.toIntExact(originals.byteSize() / format.bytes());
            MemorySegment reconstructions = arena.allocate(originals.byteSize());
            model.reconstruct(originals, images, raw ? Weights.RAW : Weights.AVERAGE, reconstructions);
            writeGrid(format, originals, reconstructions, Math.min(SHOWN, images));
            report(
                    model,
                    ReconstructionError.of(format, originals, reconstructions, images),
                    GivenImages.similarity(format, originals, reconstructions));
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private void writeGrid(SampleFormat format, MemorySegment originals, MemorySegment reconstructions, int shown) {
        int columns = format.usualColumns(2L * shown);
        int rows = Math.ceilDiv(shown, columns);
        long bytes = format.bytes();
        byte[] empty = new byte[format.bytes()];
        // Places that are left over; of other media all zeros are silence, nothing and no text.
        if (format instanceof ImageFormat image && image.channels() < 4) {
            Arrays.fill(empty, (byte) 255);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cells = arena.allocate(2L * rows * columns * bytes);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int image = row * columns + column;
                    place(cells, (2L * row * columns + column) * bytes, originals, image, shown, empty);
                    place(cells, ((2L * row + 1) * columns + column) * bytes, reconstructions, image, shown, empty);
                }
            }
            format.writePreview(out, cells, columns);
        }
    }

    private static void place(
            MemorySegment cells, long offset, MemorySegment images, int image, int shown, byte[] empty) {
        MemorySegment from = image < shown
                ? images.asSlice((long) image * empty.length, empty.length)
                : MemorySegment.ofArray(empty);
        cells.asSlice(offset, empty.length).copyFrom(from);
    }

    private void report(TrainedModel model, ReconstructionError error, OptionalDouble ssim) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json node = Json.object()
                    .put("run", run.toString())
                    .put("kimg", model.imagesSeen() / 1000.0)
                    .put("weights", raw ? "raw" : "average")
                    .put("images", error.images())
                    .put("mean-squared-error", error.meanSquared());
            // JSON has no infinity, which images have that are given back exactly.
            if (Double.isFinite(error.psnr())) {
                node.put("psnr", error.psnr());
            }
            ssim.ifPresent(value -> node.put("ssim", value));
            node.put("output", out.toString()).print(stdout);
        } else {
            stdout.printf(
                    "Mean squared error %.5f, PSNR %.2f dB%s of %,d %s in %s%n",
                    error.meanSquared(),
                    error.psnr(),
                    ssim.isPresent() ? String.format(", SSIM %.3f", ssim.getAsDouble()) : "",
                    error.images(),
                    error.images() == 1
                            ? model.format().medium().singular() + ", shown"
                            : model.format().medium().plural() + ", the first shown",
                    out);
        }
        stdout.flush();
    }
}
