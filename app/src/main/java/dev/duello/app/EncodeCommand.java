package dev.duello.app;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.source.NpyWriter;
import dev.duello.learn.Encoder;
import dev.duello.learn.Weights;
import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
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
        name = "encode",
        description = "Writes the latents of images, as a trained autoencoder finds them.",
        footer = {
            "",
            "The array is float32 [N, latent], in the order of the images; of a model that knows classes, each row ends with one",
            "number a class, 0 but for a 1."
        },
        mixinStandardHelpOptions = true)
final class EncodeCommand implements Callable<Integer> {
    private static final int BATCH = 250;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Parameters(index = "1..*", paramLabel = "IMAGE", description = "Image files of any size.")
    private List<Path> files = List.of();

    @Option(
            names = "--held-out",
            description = "Images of the data that were not trained on: its test part, or what was kept out.")
    private boolean heldOut;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many images of --held-out, at most; all by default.")
    private @Nullable Integer count;

    @Option(
            names = "--npy",
            paramLabel = "FILE",
            defaultValue = "latents.npy",
            description = "The NumPy array (default: ${DEFAULT-VALUE}).")
    private Path npy;

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
        require(heldOut != !files.isEmpty(), "Name images, or --held-out for images that were not trained on.");
        require(count == null || heldOut, "-n says how many images of --held-out; of files all are taken.");
        require(count == null || count >= 1, "-n must be at least 1, not " + count + ".");
        if (Files.isDirectory(npy)) {
            throw new DataException(npy + " is a folder; name a file.");
        }
        try (TrainedModel model = checkpoint.open(run);
                Arena arena = Arena.ofConfined()) {
            Encoder encoder = model.model()
                    .encoder()
                    .orElseThrow(() -> new TrainingException(run
                            + " has no encoder to find the latents of images with: an autoencoder has (duello train --preset"
                            + " autoencoder), and duello explain invert searches for those of a GAN."));
            SampleFormat format = model.format();
            MemorySegment images = heldOut
                    ? GivenImages.heldOut(run, format, count == null ? Integer.MAX_VALUE : count, arena)
                    : GivenImages.read(files, model.fit(), format, arena);
            int some = Math.toIntExact(images.byteSize() / format.bytes());
            write(model, encoder, images, some);
            report(model, some);
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private void write(TrainedModel model, Encoder encoder, MemorySegment images, int count) {
        int length = Math.toIntExact(model.latentShape().elements());
        long bytes = model.format().bytes();
        try (NpyWriter writer = NpyWriter.ofFloats(npy, new int[] {count, length})) {
            for (int start = 0; start < count; start += BATCH) {
                int some = Math.min(BATCH, count - start);
                try (var _ = TensorScope.open();
                        Arena arena = Arena.ofConfined()) {
                    Tensor samples = model.format()
                            .toTensor(
                                    images.asSlice(start * bytes, some * bytes),
                                    some,
                                    model.model().device());
                    MemorySegment rows = arena.allocate(4L * some * length);
                    encoder.encode(samples, raw ? Weights.RAW : Weights.AVERAGE)
                            .to(Device.CPU)
                            .to(DType.FLOAT32)
                            .contiguous()
                            .copyTo(rows);
                    writer.add(rows);
                }
            }
            writer.finish();
        }
    }

    private void report(TrainedModel model, int count) {
        PrintWriter out = spec.commandLine().getOut();
        long length = model.latentShape().elements();
        if (outputOptions.json) {
            Json.object()
                    .put("run", run.toString())
                    .put("kimg", model.imagesSeen() / 1000.0)
                    .put("images", count)
                    .put("latent", length)
                    .put("output", npy.toString())
                    .print(out);
        } else {
            out.printf(
                    "Latents of %,d %s, %d numbers each, in %s%n",
                    count,
                    count == 1
                            ? model.format().medium().singular()
                            : model.format().medium().plural(),
                    length,
                    npy);
        }
        out.flush();
    }
}
