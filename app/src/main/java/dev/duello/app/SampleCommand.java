package dev.duello.app;

import dev.duello.data.SampleFormat;
import dev.duello.explain.Directions;
import dev.duello.explain.SavedDirections;
import dev.duello.learn.Encoder;
import dev.duello.learn.Weights;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Torch;
import dev.duello.train.TrainedModel;
import dev.duello.train.TrainingException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        description = "Generates images with a trained generator.",
        footer = {
            "",
            "The same run and seed give the same images; with a larger number, the first images stay the same.",
            "Without --grid, --files or --npy: a grid, samples-SEED.png in the current folder.",
            "With a run of sounds, --files writes WAV files, and a grid is a picture with a WAV file beside it.",
            "With a run of shapes, --files writes MagicaVoxel and OBJ files, and a grid has a GIF beside it in which they turn.",
            "Texts are printed, one a line; --files writes them into one file, --grid draws them."
        },
        mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
    /** Names and arrays count no further. */
    private static final long MOST = Integer.MAX_VALUE;
    /** Walks hold all of their latents. */
    private static final long LONGEST_WALK = 1_000_000;

    private static final int CHUNK = 256;

    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many images, 64 by default; with --interpolate how many rows, 8 by default.")
    private @Nullable Integer count;

    @Option(names = "--seed", paramLabel = "N", description = "Other seeds give other images; 0 by default.")
    private long seed;

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "Images of one class only, by its name or number; of all classes by default.")
    private @Nullable String className;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(
            names = "--move",
            paramLabel = "NAME=DISTANCE",
            description = "Along a direction that `duello explain directions` found, such as sefa-1=2.5, in standard"
                    + " deviations; may be given more than once.")
    private Map<String, Double> moves = Map.of();

    @Option(names = "--raw", description = "Use the generator's current weights instead of their moving average.")
    private boolean raw;

    @Option(
            names = "--interpolate",
            paramLabel = "STEPS",
            arity = "0..1",
            preprocessor = OptionalSteps.class,
            description =
                    "Interpolate between random latents in N steps, 10 by default; each row is one interpolation.")
    private @Nullable Integer steps;

    /** Keeps {@code --interpolate RUN} from taking the run for a number. */
    static final class OptionalSteps implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (arguments.isEmpty() || !arguments.peek().matches("-?\\d+")) {
                arguments.push("10");
            }
            return false;
        }
    }

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description =
                    "With --interpolate: from one of these images to the next instead of between random latents, for models"
                            + " with an encoder; given at least twice.")
    private List<Path> images = List.of();

    @ArgGroup(exclusive = true)
    private SampleOutput output = new SampleOutput();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Torch.loadAside();
        require(images.isEmpty() || steps != null, "--image is for --interpolate.");
        require(
                images.isEmpty() || count == null,
                "-n is for random latents; --image has a row from each image to the next.");
        require(
                images.isEmpty() || images.size() >= 2,
                "--image must be given at least twice, to go from one to the other.");
        int rows = !images.isEmpty() ? images.size() - 1 : count == null ? steps == null ? 64 : 8 : count;
        long total = steps == null ? rows : (long) rows * steps;
        require(rows >= 1, "-n must be at least 1, not " + rows + ".");
        require(steps == null || steps >= 2, "--interpolate needs at least 2 steps, not " + steps + ".");
        long most = steps == null ? MOST : LONGEST_WALK;
        require(
                total <= most,
                String.format(
                        "%,d images are more than one command makes (%,d): use several, each with another --seed.",
                        total, most));
        try (TrainedModel gan = checkpoint.open(run);
                SampleOutput _ = output) {
            output.prepare(total, gan.format(), seed, steps);
            make(gan, rows, total);
            report(gan, total);
        }
        return 0;
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private void make(TrainedModel gan, int rows, long total) {
        PrintWriter err = spec.commandLine().getErr();
        int bytes = gan.format().bytes();
        boolean atOnce = output.takesAllAtOnce();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofShared();
                ProgressLine line = ProgressLine.on(err, ProgressLine.Unit.IMAGES, outputOptions.quiet)) {
            MemorySegment pixels = arena.allocate((atOnce ? total : Math.min(CHUNK, total)) * bytes);
            IntFunction<Tensor> latents = latents(gan, rows);
            for (long start = 0; start < total; start += CHUNK) {
                int some = (int) Math.min(CHUNK, total - start);
                line.update(start, total, () -> "");
                MemorySegment part = pixels.asSlice(atOnce ? start * bytes : 0, (long) some * bytes);
                try (var _ = TensorScope.open()) {
                    gan.sample(latents.apply(some), raw ? Weights.RAW : Weights.AVERAGE, part);
                }
                output.part(start, part);
            }
            line.update(total, total, () -> "");
            output.whole(pixels);
        }
    }

    /** Gives so many more latents each time. */
    private IntFunction<Tensor> latents(TrainedModel gan, int rows) {
        if (steps != null && !images.isEmpty()) {
            return parts(LatentWalk.through(latentsOfImages(gan), steps));
        }
        IntFunction<Tensor> unmoved = gan.latentStream(seed, className == null ? null : label(gan, className));
        double[] step = step(gan);
        IntFunction<Tensor> stream = moves.isEmpty() ? unmoved : some -> Directions.moved(unmoved.apply(some), step, 1);
        if (steps == null) {
            return stream;
        }
        return parts(LatentWalk.through(stream.apply(rows + 1), steps));
    }

    /** The latents of given images, in their order. */
    private Tensor latentsOfImages(TrainedModel model) {
        Encoder encoder = model.model()
                .encoder()
                .orElseThrow(() -> new TrainingException(run
                        + " has no encoder to find the latents of images with: an autoencoder has (duello train --preset"
                        + " autoencoder)."));
        SampleFormat format = model.format();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored = GivenImages.read(images, model.fit(), format, arena);
            return encoder.encode(
                    format.toTensor(stored, images.size(), model.model().device()),
                    raw ? Weights.RAW : Weights.AVERAGE);
        }
    }

    /** The rows of a walk, so many more each time. */
    private static IntFunction<Tensor> parts(Tensor walk) {
        long[] taken = {0};
        return some -> {
            Tensor part = walk.narrow(0, taken[0], some);
            taken[0] += some;
            return part;
        };
    }

    /** The sum of all moves. */
    private double[] step(TrainedModel gan) {
        double[] sum = new double[0];
        for (Map.Entry<String, Double> move : moves.entrySet()) {
            SavedDirections.Saved direction = SavedDirections.of(run).named(move.getKey());
            if (direction.images() != gan.imagesSeen() && !outputOptions.quiet) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                "The direction %s was found at %.1f kimg; in this checkpoint of %.1f kimg it may change"
                                        + " something else.%n",
                                move.getKey(), direction.images() / 1000.0, gan.imagesSeen() / 1000.0);
            }
            sum = sum.length == 0 ? new double[direction.vector().length] : sum;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += move.getValue() * direction.vector()[i];
            }
        }
        return sum;
    }

    private int label(TrainedModel gan, String wanted) {
        try {
            return gan.label(wanted);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--class: " + run + ": " + e.getMessage(), e);
        }
    }

    private void report(TrainedModel gan, long total) {
        PrintWriter out = spec.commandLine().getOut();
        if (outputOptions.json) {
            Json node = Json.object();
            node.put("run", run.toString());
            node.put("kimg", gan.imagesSeen() / 1000.0);
            node.put("weights", raw ? "raw" : "average");
            node.put("seed", seed);
            node.put("count", total);
            DataShowCommand.put(node, gan.format());
            List<String> texts = output.printed().orElse(null);
            if (texts == null) {
                node.put("output", output.path().toString());
            } else {
                Json.Items items = node.putArray("texts");
                texts.forEach(items::add);
            }
            node.print(out);
        } else if (output.printed().isPresent()) {
            output.printed().get().forEach(out::println);
        } else {
            out.printf("%,d %s of %s in %s%n", total, gan.format().medium().plural(), gan.format(), output.path());
        }
        out.flush();
    }
}
