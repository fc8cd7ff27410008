package dev.duello.metric;

import dev.duello.data.Dataset;
import dev.duello.data.image.ImageFormat;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Measures images against the same real ones again and again: the features of the reals are extracted once. Whoever makes it closes it; the
 * images stay open. Not thread-safe.
 */
public final class Evaluator implements AutoCloseable {
    private static final long SEED = 0;
    /** What every metric can be computed of. */
    private static final int FEWEST_IN_HALF = 10;

    private final Dataset reals;
    private final String split;
    private final FeatureNetwork network;
    private final Extracted realFeatures;
    private final MeasuringProgress progress;

    /**
     * @param reals what to compare with
     * @param split the name of their part, for the protocol
     * @param count how many of them at most
     * @param network closed with this, also when this constructor fails
     * @param progress hears how far the extraction of features is, of the reals now and of fakes later
     */
    public Evaluator(Dataset reals, String split, int count, FeatureNetwork network, MeasuringProgress progress) {
        this.reals = reals;
        this.split = split;
        this.network = network;
        this.progress = progress;
        try (CloseOnFailure opened = new CloseOnFailure()) {
            opened.add(network);
            this.realFeatures = Extracted.ofReals(reals, count, network, progress);
            opened.succeeded();
        }
    }

    /** The metrics that this feature network allows. */
    public List<Metric> possible() {
        return List.of(Metric.values()).stream()
                .filter(metric -> !metric.needsClasses() || network.classes() > 0)
                .toList();
    }

    /**
     * Measures.
     *
     * @throws IllegalArgumentException when a metric needs classes and the network tells none, or there are too few images
     */
    public Evaluation evaluate(ImageSource fakes, List<Metric> metrics) {
        try (Extracted fakeFeatures = extract(fakes)) {
            return evaluate(fakes, fakeFeatures, metrics);
        }
    }

    /** Extracts the features of fakes; whoever calls this closes them. */
    public Extracted extract(ImageSource fakes) {
        return Extracted.from(fakes, "fakes", network, progress);
    }

    /**
     * Measures images whose features this network has extracted already.
     *
     * @throws IllegalArgumentException as {@link #evaluate(ImageSource, List)}
     */
    public Evaluation evaluate(ImageSource fakes, Extracted fakeFeatures, List<Metric> metrics) {
        ImageSource compared = ImageSource.of(reals, realCount());
        return new Evaluation(
                values(compared, realFeatures.features(), fakes, fakeFeatures.features(), metrics),
                network.name(),
                realCount(),
                fakes.count(),
                reals.name(),
                split);
    }

    private Map<Metric, Double> values(
            ImageSource compared, Tensor real, ImageSource fakes, Tensor fake, List<Metric> metrics) {
        Computation computation = new Computation(compared, real, fakes, fake);
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            try (var _ = TensorScope.open()) {
                values.put(metric, computation.value(metric));
            }
        }
        return values;
    }

    /** Whether there are real images enough to compare one half of them with the other. */
    public boolean hasFloor() {
        return realCount() / 2 >= FEWEST_IN_HALF;
    }

    /**
     * What real images reach against real images: one half of them, drawn by chance, against the other. It is computed once for the
     * same images and network, and then read from the cache.
     *
     * <p>Each side has half as many images as an evaluation, and fewer images raise the Fréchet distance: of that this is an upper
     * bound of the floor.
     *
     * @throws IllegalArgumentException when there are too few real images: {@link #hasFloor}
     */
    public Evaluation floor(List<Metric> metrics) {
        if (!hasFloor()) {
            throw new IllegalArgumentException("There are too few real images to compare one half with the other.");
        }
        int half = realCount() / 2;
        FloorCache cache = new FloorCache(reals.fingerprint(), network.name(), realCount());
        Map<Metric, Double> values = cache.read();
        List<Metric> wanted =
                metrics.stream().filter(metric -> !values.containsKey(metric)).toList();
        if (!wanted.isEmpty()) {
            List<Integer> shuffled =
                    new ArrayList<>(IntStream.range(0, realCount()).boxed().toList());
            Collections.shuffle(shuffled, new Random(SEED));
            int[] first = halfOf(shuffled.subList(0, half));
            int[] second = halfOf(shuffled.subList(half, 2 * half));
            try (var _ = TensorScope.open()) {
                values.putAll(values(chosen(first), rows(first), chosen(second), rows(second), wanted));
            }
            cache.write(values);
        }
        Map<Metric, Double> asked = new LinkedHashMap<>();
        metrics.forEach(metric -> asked.put(metric, values.get(metric)));
        return new Evaluation(asked, network.name(), half, half, reals.name(), split);
    }

    /** In the order of the images, so that a folder is read from front to back. */
    private static int[] halfOf(List<Integer> indices) {
        return indices.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private Tensor rows(int[] indices) {
        long[] wide = Arrays.stream(indices).asLongStream().toArray();
        return realFeatures.features().rows(Tensors.of(wide, wide.length));
    }

    private ImageSource chosen(int[] indices) {
        int taken = realCount();
        return new ImageSource() {
            @Override
            public ImageFormat format() {
                return ImageFormat.of(reals);
            }

            @Override
            public int count() {
                return indices.length;
            }

            @Override
            public void fill(int start, int count, MemorySegment target) {
                // The features are of images that are spread evenly over the set.
                reals.gather(
                        IntStream.range(start, start + count)
                                .map(i -> (int) ((long) indices[i] * reals.size() / taken))
                                .toArray(),
                        target);
            }
        };
    }

    private int realCount() {
        return (int) realFeatures.features().size(0);
    }

    public FeatureNetwork network() {
        return network;
    }

    /** Features of the reals, {@code [N, dimensions]}; owned by this object. */
    public Tensor realFeatures() {
        return realFeatures.features();
    }

    /** One set of fakes; pairs of metrics that are computed together are computed once. */
    private final class Computation {
        private final ImageSource compared;
        private final Tensor real;
        private final ImageSource fakes;
        private final Tensor fake;
        private final Map<Metric, Double> known = new EnumMap<>(Metric.class);

        Computation(ImageSource compared, Tensor real, ImageSource fakes, Tensor fake) {
            this.compared = compared;
            this.real = real;
            this.fakes = fakes;
            this.fake = fake;
        }

        double value(Metric metric) {
            Double before = known.get(metric);
            if (before != null) {
                return before;
            }
            return switch (metric) {
                case FID -> FrechetDistance.between(real, fake);
                case KID -> KernelDistance.between(real, fake, SEED).mean();
                case IS -> ClassifierScore.of(network.logits(fake), SEED).mean();
                case PRECISION, RECALL -> {
                    PrecisionRecall both = PrecisionRecall.between(real, fake);
                    known.put(Metric.PRECISION, both.precision());
                    known.put(Metric.RECALL, both.recall());
                    yield known.get(metric);
                }
                case DENSITY, COVERAGE -> {
                    DensityCoverage both = DensityCoverage.between(real, fake);
                    known.put(Metric.DENSITY, both.density());
                    known.put(Metric.COVERAGE, both.coverage());
                    yield known.get(metric);
                }
                case SWD -> Pixels.slicedWasserstein(compared, fakes, SEED);
                case ENTROPY -> histogram().normalisedEntropy();
                case MISSING_CLASSES -> histogram().missing().size();
                case DIVERSITY -> Diversity.between(real, fake);
            };
        }

        private ClassHistogram histogram() {
            return ClassHistogram.of(network.logits(fake).argmax().toLongs(), network.classes());
        }
    }

    @Override
    public void close() {
        realFeatures.close();
        network.close();
    }
}
