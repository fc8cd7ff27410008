package dev.duello.train;

import dev.duello.Messages;
import dev.duello.data.SampleFormat;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.export.ExportedFolder;
import dev.duello.export.ExportedModel;
import dev.duello.export.ModelFacts;
import dev.duello.learn.Critic;
import dev.duello.learn.Encoder;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.Translator;
import dev.duello.learn.Weights;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Precision;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The networks of a checkpoint, ready to generate and score samples. Whoever opens it closes it. Not thread-safe. */
public final class TrainedModel implements AutoCloseable {
    private static final int BATCH = 256;

    private final Model model;
    private final boolean generative;
    private final SampleFormat format;
    private final Fit fit;
    private final List<String> classes;
    private final long imagesSeen;
    private final String dataFingerprint;
    private final Supplier<ModelFacts> facts;

    private TrainedModel(
            Model model,
            boolean generative,
            SampleFormat format,
            Fit fit,
            List<String> classes,
            long imagesSeen,
            String dataFingerprint,
            Supplier<ModelFacts> facts) {
        this.model = model;
        this.facts = facts;
        this.generative = generative;
        this.classes = classes;
        this.imagesSeen = imagesSeen;
        this.dataFingerprint = dataFingerprint;
        this.format = format;
        this.fit = fit;
    }

    /** The shape is what the model makes, whatever the experiment says; how fast a sound goes only the experiment knows. */
    private static SampleFormat format(Shape sample, Experiment experiment) {
        List<Integer> axes = sample.axes();
        if (axes.size() == 3) {
            return new ImageFormat(axes.get(0), axes.get(1), axes.get(2));
        }
        if (axes.size() == 4 && experiment.format() instanceof VideoFormat) {
            return new VideoFormat(axes.get(0), axes.get(1), axes.get(2), axes.get(3));
        }
        if (axes.size() == 4) {
            return new VoxelFormat(axes.getLast(), axes.getFirst());
        }
        return experiment.format() instanceof SoundFormat sound
                ? new SoundFormat(axes.getLast(), sound.rate())
                : experiment.format();
    }

    /**
     * Opens the best checkpoint of a run by its watched metric, or the newest whole one when none was watched; or an exported
     * folder.
     *
     * @throws TrainingException when there is no run, or no whole checkpoint in it
     * @throws dev.duello.export.ExportException when an exported folder is damaged
     */
    public static TrainedModel open(Path run) {
        if (ExportedFolder.isOne(run)) {
            return open(ExportedFolder.open(run), Device.resolve("auto"), "auto");
        }
        RunDirectory directory = RunDirectory.open(run);
        return open(directory, new Checkpoints(directory).bestOrNewest());
    }

    /**
     * Opens a certain checkpoint.
     *
     * @param checkpoint its name, one of {@link RunDirectory#checkpointNames}, or its thousands of images such as {@code 25}
     * @throws TrainingException when there is no such checkpoint, or it is damaged
     */
    public static TrainedModel open(Path run, String checkpoint) {
        requireRun(run);
        RunDirectory directory = RunDirectory.open(run);
        return open(directory, new Checkpoints(directory).named(checkpoint));
    }

    /**
     * Opens one to be compared with other programs: in float32 on the CPU.
     *
     * @param checkpoint as for {@link #open(Path, String)}; null for the best or the newest
     * @throws TrainingException when there is no such checkpoint, or it is damaged
     */
    public static TrainedModel openExact(Path run, @Nullable String checkpoint) {
        if (checkpoint == null && ExportedFolder.isOne(run)) {
            return open(ExportedFolder.open(run), Device.CPU, "fp32");
        }
        requireRun(run);
        RunDirectory directory = RunDirectory.open(run);
        Checkpoints checkpoints = new Checkpoints(directory);
        return open(
                directory,
                checkpoint == null ? checkpoints.bestOrNewest() : checkpoints.named(checkpoint),
                Device.CPU,
                "fp32");
    }

    /** Device and precision are those of this machine: what it was trained on does not matter any more. */
    static TrainedModel open(RunDirectory directory, Checkpoints.Sound checkpoint) {
        return open(directory, checkpoint, Device.resolve("auto"), "auto");
    }

    private static void requireRun(Path run) {
        if (ExportedFolder.isOne(run)) {
            throw new TrainingException(
                    run + " is an exported folder, which holds one set of weights and no checkpoints.");
        }
    }

    private static TrainedModel open(ExportedFolder folder, Device device, String numbers) {
        ModelFacts facts = folder.facts();
        return new TrainedModel(
                ExportedModel.open(folder, device, Precision.resolve(numbers, device)),
                true,
                facts.format(),
                // It does not tell; this is the default of every preset.
                Fit.CROP,
                List.copyOf(facts.classes().keySet()),
                facts.samplesSeen(),
                facts.dataFingerprint(),
                () -> facts);
    }

    private static TrainedModel open(
            RunDirectory directory, Checkpoints.Sound checkpoint, Device device, String numbers) {
        Experiment experiment = directory.experiment();
        Precision precision = Precision.resolve(numbers, device);
        NetworkStore networks = checkpoint.networksOf(experiment);
        Model model = experiment
                .kind()
                .model(networks, List.copyOf(experiment.data().classes().values()), device, precision);
        if (model.classes() != experiment.data().classes().size()) {
            throw new TrainingException(directory.experimentFile() + " has "
                    + experiment.data().classes().size() + " classes in data.classes, and the model in "
                    + checkpoint.path() + " knows " + model.classes()
                    + ". Put back what was there when the training began.");
        }
        SampleFormat format = format(model.sampleShape(), experiment);
        return new TrainedModel(
                model,
                experiment.kind().isGenerative(),
                format,
                experiment.data().fit(),
                List.copyOf(experiment.data().classes().keySet()),
                checkpoint.state().images(),
                checkpoint.state().data(),
                () -> RunFacts.of(directory, experiment, format, checkpoint.state()));
    }

    /** The format of the samples that it makes and judges. */
    public SampleFormat format() {
        return format;
    }

    /** How images of other proportions were brought to its format. */
    public Fit fit() {
        return fit;
    }

    /** The length of one latent. */
    public Shape latentShape() {
        return generator().latentShape();
    }

    /** The model itself, which belongs to this. */
    public Model model() {
        return model;
    }

    /** Images that it had seen in training. */
    public long imagesSeen() {
        return imagesSeen;
    }

    /** The {@link Experiment#fingerprint} of the images that it was trained on, with those kept out. */
    public String dataFingerprint() {
        return dataFingerprint;
    }

    /** Names of the classes that images can be asked for, by label; empty for a GAN that knows none. */
    public List<String> classes() {
        return classes;
    }

    /**
     * The label of a class.
     *
     * @param wanted its name, or its number from 0
     * @throws IllegalArgumentException when there is no such class
     */
    public int label(String wanted) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("It was trained without classes, so it cannot be asked for one.");
        }
        int label = classes.indexOf(wanted);
        if (label < 0 && wanted.matches("\\d{1,6}")) {
            label = Integer.parseInt(wanted);
        }
        if (label < 0 || label >= classes.size()) {
            throw new IllegalArgumentException(
                    "There is no class '" + wanted + "'" + Messages.suggestion(wanted, classes) + " The classes are "
                            + String.join(", ", classes) + ", or their numbers from 0.");
        }
        return label;
    }

    /** {@code count} latents: the same seed gives the same ones, and a longer row begins with the shorter. */
    public Tensor latents(int count, long seed) {
        return latentStream(seed, null).apply(count);
    }

    /**
     * The same, all of one class.
     *
     * @param label an index into {@link #classes}
     */
    public Tensor latents(int count, long seed, int label) {
        return latentStream(seed, label).apply(count);
    }

    /**
     * The same without holding all of them: the function gives so many more each time, in the scope that is then open.
     *
     * @param label an index into {@link #classes}, or null for latents of all classes
     */
    public IntFunction<Tensor> latentStream(long seed, @Nullable Integer label) {
        return latentStream(seed, label, 0);
    }

    /**
     * The same from a certain latent on, at no cost for those before it: parts of one long row can be made on different machines.
     *
     * @param first the index of the first, from 0
     */
    public IntFunction<Tensor> latentStream(long seed, @Nullable Integer label, long first) {
        RandomStream random = new RandomStream("sample", seed);
        if (first > 0) {
            try (var _ = TensorScope.open()) {
                latent(label, random);
            }
            // Every latent takes as many draws.
            random.position(Math.multiplyExact(first, random.position()));
        }
        return count -> {
            Tensor latents = Tensors.zeros(model.device(), latentShape().batch(count));
            for (int i = 0; i < count; i++) {
                try (var _ = TensorScope.open()) {
                    latents.narrow(0, i, 1).copyFrom_(latent(label, random));
                }
            }
            return latents;
        };
    }

    private Tensor latent(@Nullable Integer label, RandomStream random) {
        return label == null ? model.latents(1, random) : model.latentsOfClass(label, 1, random);
    }

    /**
     * The latents of the grids that a training writes into {@code samples/}, in their order.
     *
     * @param seed of the training
     */
    public Tensor gridLatents(long seed) {
        return generator().latents(format.shownAtOnce(), SampleGrids.stream(seed));
    }

    /**
     * The same noise, all of one class.
     *
     * @param label an index into {@link #classes}
     */
    public Tensor gridLatents(long seed, int label) {
        return generator().latentsOfClass(label, format.shownAtOnce(), SampleGrids.stream(seed));
    }

    /**
     * Makes one image a latent.
     *
     * @param latents {@code [N, latent shape]}
     * @param target receives uint8 {@code [N, H, W, C]}
     */
    public void sample(Tensor latents, Weights weights, MemorySegment target) {
        for (long start = 0; start < latents.size(0); start += BATCH) {
            try (var _ = TensorScope.open()) {
                Tensor some = latents.narrow(0, start, Math.min(BATCH, latents.size(0) - start));
                format.toStored(model.sample(some, weights)).copyTo(target.asSlice(start * format.bytes()));
            }
        }
    }

    /** {@code count} images of the moving average as uint8 {@code [N, H, W, C]}; the same seed gives the same ones. */
    public byte[] sample(int count, long seed) {
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment pixels = arena.allocate((long) count * format.bytes());
            sample(latents(count, seed), Weights.AVERAGE, pixels);
            return pixels.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Writes {@code count} images of the moving average as one PNG. */
    public void writeGrid(Path file, int count, long seed) {
        format.writePreview(file, MemorySegment.ofArray(sample(count, seed)));
    }

    /**
     * The discriminator's probability that each image is real; of a GAN with classes, as an image of the class that suits it best.
     *
     * @param pixels native memory, uint8 {@code [N, H, W, C]}
     */
    public float[] score(MemorySegment pixels, int count) {
        try (var _ = TensorScope.open()) {
            Tensor images = format.toTensor(pixels, count, model.device());
            return Functions.sigmoid(critic().logits(images)).toFloats();
        }
    }

    /**
     * The same for images as images of one class.
     *
     * @param label an index into {@link #classes}
     */
    public float[] score(MemorySegment pixels, int count, int label) {
        try (var _ = TensorScope.open()) {
            Tensor images = format.toTensor(pixels, count, model.device());
            return Functions.sigmoid(critic().logits(images, label)).toFloats();
        }
    }

    /** Whether it makes images, so that {@link #sample} works. */
    public boolean isGenerative() {
        return generative;
    }

    /** What is told about it wherever it goes. */
    public ModelFacts facts() {
        return facts.get();
    }

    /** Whether it finds latents of images, so that {@link #reconstruct} works. */
    public boolean isEncoder() {
        return model.encoder().isPresent();
    }

    /** What makes images of others. @throws TrainingException when the model does not */
    public Translator translator() {
        return model.translator()
                .orElseThrow(() ->
                        new TrainingException("It makes images of noise, not of other images: a run with a task or with"
                                + " pairs does (duello train --task colorize)."));
    }

    /** Whether it tells real images from others, so that {@link #score} works. */
    public boolean isCritic() {
        return model.critic().isPresent();
    }

    /**
     * Encodes images and makes images of their latents again.
     *
     * @param pixels native memory, uint8 {@code [N, H, W, C]}
     * @param target receives as many
     * @throws TrainingException when the model has no encoder
     */
    public void reconstruct(MemorySegment pixels, int count, Weights weights, MemorySegment target) {
        Encoder encoder = model.encoder()
                .orElseThrow(() -> new TrainingException("It has no encoder to find the latents of images with."));
        for (int start = 0; start < count; start += BATCH) {
            int some = Math.min(BATCH, count - start);
            try (var _ = TensorScope.open()) {
                Tensor images = format.toTensor(pixels.asSlice((long) start * format.bytes()), some, model.device());
                format.toStored(model.sample(encoder.encode(images, weights), weights))
                        .copyTo(target.asSlice((long) start * format.bytes()));
            }
        }
    }

    private Model generator() {
        if (model.translator().isPresent()) {
            throw new TrainingException(
                    "It makes images of other images, not of noise alone: give it some with duello translate.");
        }
        if (!generative) {
            throw new TrainingException("It makes no images: it was trained to do something else with them.");
        }
        return model;
    }

    private Critic critic() {
        return model.critic().orElseThrow(() -> new TrainingException("It has no discriminator to score images with."));
    }

    @Override
    public void close() {
        model.close();
    }
}
