package dev.duello.gan.diagnosis;

import dev.duello.data.Dataset;
import dev.duello.learn.Model;
import dev.duello.learn.Weights;
import dev.duello.torch.Device;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a generator and its discriminator, always with the same latents, reals and held-out images. It changes
 * nothing in them, and costs about as much as the training on a few dozen images. Not thread-safe.
 */
public final class Probe {
    /** Enough for shares of pairs that are right within 3 %. */
    private static final int IMAGES = 128;
    /** As many at a time as a usual training step has, whose memory and kernels are warm. */
    private static final int BATCH = 64;
    /** Larger images are fewer, so that a probe never takes more than 64 MB. */
    private static final long MOST_PIXELS = 16_000_000;

    /** Where a pixel is black or white, and hardly any gradient gets through a tanh or sigmoid. */
    private static final double LIMIT = 0.999;

    private static final int SKETCHED = 64;
    private final Model model;
    private final TrainingCritic critic;
    private final Dataset reals;
    private final @Nullable Dataset heldOut;
    private final long seed;
    private final Device device;
    /** Reals, and as many fakes: at least 2, because batch normalization needs company. */
    private final int count;

    private final PairwiseDistances realScatter;
    private final GridSpectrum realGrid;
    private final double realSaturated;

    /**
     * @param model whose raw weights make the images, not its moving average: an average hides what is wrong
     * @param critic the discriminator that is trained against the model
     * @param images that it learns from
     * @param heldOut others of the same kind and format, that it never sees
     */
    public Probe(
            Model model, TrainingCritic critic, Dataset images, @Nullable Dataset heldOut, long seed, Device device) {
        this.model = model;
        this.critic = critic;
        this.reals = images;
        this.heldOut = heldOut;
        this.seed = seed;
        this.device = device;
        long affordable = Math.min(IMAGES, MOST_PIXELS / images.format().bytes());
        count = (int) Math.max(2, Math.min(affordable, images.size()));
        try (var _ = TensorScope.open()) {
            Tensor pixels = pixels(reals, 0, count, count).to(Device.CPU);
            realScatter = PairwiseDistances.of(pixels);
            realGrid = GridSpectrum.of(pixels);
            realSaturated = saturated(pixels);
        }
    }

    /** A reading of both as they are now. */
    public Reading read(long imagesSeen) {
        RandomStream random = new RandomStream("probe", seed);
        List<Tensor> made = new ArrayList<>();
        Logits onReals = Logits.NONE;
        Logits onFakes = Logits.NONE;
        double memorized = 0.5;
        int batches = Math.ceilDiv(count, BATCH);
        try (var _ = TensorScope.open()) {
            for (int i = 0; i < batches; i++) {
                int start = i * count / batches;
                int some = (i + 1) * count / batches - start;
                try (var _ = TensorScope.open()) {
                    Tensor latents = model.latents(some, random);
                    Tensor fakes = model.sample(latents, Weights.RAW).contiguous();
                    TrainingCritic.Logits logits = critic.logits(pixels(reals, start, some, count), fakes);
                    onReals = onReals.and(logits.reals());
                    onFakes = onFakes.and(logits.fakes());
                    if (heldOut != null && i == 0) {
                        TrainingCritic.Logits onHeldOut = critic.logits(pixels(heldOut, 0, some, some), fakes);
                        memorized = onReals.above(Logits.NONE.and(onHeldOut.reals()));
                    }
                    made.add(fakes.keep());
                }
            }
            Tensor fakes = Tensors.concatenate(made, 0).to(Device.CPU);
            PairwiseDistances scatter = PairwiseDistances.of(fakes);
            return new Reading(
                    imagesSeen,
                    onReals.above(onFakes),
                    onReals.margin(onFakes),
                    onReals.deviation(onFakes) / Math.sqrt(fakes.elements() / (double) count),
                    memorized,
                    scatter.spread(),
                    realScatter.spread(),
                    realScatter.nearest() == 0 ? 1 : scatter.nearest() / realScatter.nearest(),
                    saturated(fakes),
                    realSaturated,
                    GridSpectrum.of(fakes).relativeTo(realGrid),
                    sketch(fakes));
        } finally {
            made.forEach(Tensor::close);
        }
    }

    /** Images {@code start} to {@code start + some - 1} of {@code among} that are spread evenly over a set. */
    private Tensor pixels(Dataset set, int start, int some, int among) {
        int[] indices = IntStream.range(start, start + some)
                .map(i -> (int) ((long) i * set.size() / among))
                .toArray();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate((long) some * set.format().bytes());
            set.gather(indices, bytes);
            return set.format().toTensor(bytes, some, device);
        }
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
