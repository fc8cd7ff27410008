package dev.duello.train.diagnosis;

import dev.duello.data.Batches;
import dev.duello.data.ImageSet;
import dev.duello.metric.FeatureNetwork;
import dev.duello.metric.ImageSource;
import dev.duello.nn.Judge;
import dev.duello.nn.Learner;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Takes readings of a learner that is judged: always the same latents, the same reals and the same held-out images. It changes
 * nothing in them, and costs about as much as the training on a few dozen images. Not thread-safe.
 */
public final class Probe {
    /** Enough for shares of pairs that are right within 3 %. */
    private static final int IMAGES = 200;
    /** Larger images are fewer, so that a probe never takes more than 64 MB. */
    private static final long MOST_PIXELS = 16_000_000;

    /** Where a pixel is black or white, and hardly any gradient gets through a tanh or sigmoid. */
    private static final double LIMIT = 0.999;

    private static final int SKETCHED = 64;
    /** A class that so many of the reals have is missing among as many fakes by chance once in three thousand times. */
    private static final int COMMON = 8;

    private final Learner learner;
    private final Judge judge;
    private final ImageSource reals;
    private final @Nullable ImageSource heldOut;
    private final @Nullable FeatureNetwork network;
    private final List<String> classes;
    private final long[] realCounts;
    private final long seed;
    private final Device device;
    private final Scatter realScatter;
    private final GridSpectrum realGrid;
    private final double realSaturated;

    /**
     * @param learner whose images are looked at, not its moving average's: an average hides what is wrong
     * @param judge the learner's own
     * @param images that it learns from
     * @param heldOut others of the same kind and format, that it never sees
     * @param network tells the classes of images, if it knows the set's
     */
    public Probe(
            Learner learner,
            Judge judge,
            ImageSet images,
            @Nullable ImageSet heldOut,
            @Nullable FeatureNetwork network,
            long seed,
            Device device) {
        this.learner = learner;
        this.judge = judge;
        this.seed = seed;
        this.device = device;
        int count =
                (int) Math.min(IMAGES, Math.max(2, MOST_PIXELS / images.format().bytes()));
        reals = ImageSource.of(images, count);
        this.heldOut = heldOut == null ? null : ImageSource.of(heldOut, count);
        boolean knowsClasses = network != null
                && network.classes() > 1
                && network.classes() == images.classes().size();
        this.network = knowsClasses ? network : null;
        classes = images.classes();
        try (var _ = TensorScope.open()) {
            Tensor pixels = pixels(reals);
            realScatter = Scatter.of(pixels);
            realGrid = GridSpectrum.of(pixels);
            realSaturated = saturated(pixels);
            realCounts = counts(pixels);
        }
    }

    /** Looks at the learner as it is now. */
    public Reading read(long imagesSeen) {
        try (var _ = TensorScope.open()) {
            Tensor latents = new RandomStream("probe", seed)
                    .normal(device, learner.latentShape().batch(reals.count()));
            Tensor fakes = learner.sample(latents, Learner.Weights.RAW);
            Judge.Opinions opinions = judge.judge(pixels(reals), fakes);
            Logits onReals = Logits.of(opinions.reals());
            Logits onFakes = Logits.of(opinions.fakes());
            Scatter scatter = Scatter.of(fakes);
            return new Reading(
                    imagesSeen,
                    onReals.above(onFakes),
                    onReals.margin(onFakes),
                    onReals.deviation(onFakes) / Math.sqrt(fakes.elements() / (double) fakes.size(0)),
                    heldOut == null
                            ? 0.5
                            : onReals.above(Logits.of(
                                    judge.judge(pixels(heldOut), fakes).reals())),
                    scatter.spread(),
                    realScatter.spread(),
                    realScatter.nearest() == 0 ? 1 : scatter.nearest() / realScatter.nearest(),
                    saturated(fakes),
                    realSaturated,
                    missing(counts(fakes)),
                    GridSpectrum.of(fakes).relativeTo(realGrid),
                    sketch(fakes));
        }
    }

    private Tensor pixels(ImageSource images) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes =
                    arena.allocate((long) images.count() * images.format().bytes());
            images.fill(0, images.count(), bytes);
            return Batches.toTensor(bytes, images.count(), images.format(), device);
        }
    }

    private long[] counts(Tensor images) {
        if (network == null) {
            return new long[0];
        }
        long[] counts = new long[classes.size()];
        int count = reals.count();
        try (var _ = TensorScope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate((long) count * reals.format().bytes());
            Batches.toPixels(images).copyTo(bytes);
            for (long label : network.logits(network.features(bytes, count, reals.format()))
                    .argmax()
                    .toLongs()) {
                counts[(int) label]++;
            }
        }
        return counts;
    }

    private List<String> missing(long[] counts) {
        List<String> missing = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            if (realCounts[label] >= COMMON && counts[label] == 0) {
                missing.add(classes.get(label));
            }
        }
        return missing;
    }

    private static double saturated(Tensor images) {
        float[] all = images.toFloats();
        long count = 0;
        for (float pixel : all) {
            count += Math.abs(pixel) >= LIMIT ? 1 : 0;
        }
        return (double) count / all.length;
    }

    private List<Double> sketch(Tensor fakes) {
        float[] all = fakes.toFloats();
        SplittableRandom random = new SplittableRandom(seed);
        return random.ints(SKETCHED, 0, all.length)
                .mapToObj(i -> (double) all[i])
                .toList();
    }
}
