package dev.duello.metric;

import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Evaluates images against a fixed set of real images, whose features are extracted once. Whoever makes it closes it; the
 * images stay open. Not thread-safe.
 */
public final class Evaluator implements AutoCloseable {
    private static final long SEED = 0;
    /** What every metric can be computed of. */
    private static final int FEWEST_IN_HALF = 10;
    /** Real images beside each fake. */
    private static final int NEIGHBORS = 3;

    private final Dataset reals;
    private final String split;
    private final FeatureNetwork network;
    private final Samples real;
    private final EvaluationProgress progress;

    /**
     * @param reals what to compare with
     * @param split the name of their part, for the protocol
     * @param count how many of them at most
     * @param network closed with this, also when this constructor fails
     * @param progress hears how far the extraction of features is, of the reals now and of fakes later
     */
    public Evaluator(Dataset reals, String split, int count, FeatureNetwork network, EvaluationProgress progress) {
        this.reals = reals;
        this.split = split;
        this.network = network;
        this.progress = progress;
        try (CloseOnFailure opened = new CloseOnFailure()) {
            opened.add(network);
            this.real = new Samples(
                    ImageSource.of(reals, count),
                    network,
                    () -> ExtractedFeatures.ofReals(reals, count, network, progress));
            real.features();
            opened.succeeded();
        }
    }

    /**
     * Those of the metrics that can be measured of so many fakes in the format of the reals, made as no class.
     *
     * @param wanted empty for all that are possible
     * @throws dev.duello.data.DataException when one that was asked for cannot be measured
     */
    public List<Metric> choose(List<Metric> wanted, int fakes) {
        return choose(wanted, fakes, false);
    }

    private List<Metric> choose(List<Metric> wanted, int fakes, boolean areLabeled) {
        return MetricSelection.of(wanted, network, Math.min(fakes, real.count()), reals.format(), areLabeled);
    }

    /**
     * Measures.
     *
     * @throws IllegalArgumentException when there are too few images, or they cannot be measured
     * @throws UnsupportedOperationException when a metric needs classes and the network tells none
     */
    public Evaluation evaluate(ImageSource fakes, List<Metric> metrics) {
        try (Samples fake = samples(fakes)) {
            return evaluate(fake, metrics);
        }
    }

    /** Fakes whose features this network extracts when they are needed; whoever calls this closes them. */
    public Samples samples(ImageSource fakes) {
        return new Samples(fakes, "fakes", network, progress);
    }

    /**
     * Measures samples of this network.
     *
     * @throws IllegalArgumentException as {@link #evaluate(ImageSource, List)}
     */
    public Evaluation evaluate(Samples fakes, List<Metric> metrics) {
        return new Evaluation(
                values(real, fakes, metrics), network.name(), real.count(), fakes.count(), reals.name(), split);
    }

    /**
     * Measures, and tells what else is known of these fakes.
     *
     * @param wanted empty for all metrics that are possible
     * @throws dev.duello.data.DataException as {@link #choose}
     * @throws IllegalArgumentException as {@link #evaluate(ImageSource, List)}
     */
    public EvaluationResult judge(ImageSource fakes, List<Metric> wanted) {
        try (Samples fake = samples(fakes)) {
            boolean toldApart = network.classes() > 1
                    && network.classes() == reals.classes().size();
            List<Metric> chosen = choose(wanted, fake.count(), toldApart && fakes.labels().length == fakes.count());
            return new EvaluationResult(
                    evaluate(fake, chosen),
                    hasFloor() ? floor(chosen) : null,
                    fakes,
                    real.source(),
                    NearestNeighbors.of(fake.features(), real.features(), Math.min(NEIGHBORS, real.count())),
                    toldApart ? reals.classes() : List.of(),
                    toldApart
                            ? Arrays.stream(fake.labels())
                                    .mapToObj(label -> (int) label)
                                    .toList()
                            : List.of(),
                    toldApart ? fake.once(ClassHistogram.OF_LOGITS).counts() : List.of(),
                    toldApart ? real.once(ClassHistogram.OF_LOGITS).counts() : List.of());
        }
    }

    private static Map<Metric, Double> values(Samples real, Samples fake, List<Metric> metrics) {
        Map<Metric, Double> values = new LinkedHashMap<>();
        try (RealAndFake both = new RealAndFake(real, fake)) {
            for (Metric metric : metrics) {
                try (var _ = TensorScope.open()) {
                    values.put(metric, finite(metric, metric.compute(both)));
                }
            }
        }
        return values;
    }

    private static double finite(Metric metric, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The metric " + metric.name() + " gave " + value + ".");
        }
        return value;
    }

    /** Whether there are real images enough to compare one half of them with the other. */
    public boolean hasFloor() {
        return real.count() / 2 >= FEWEST_IN_HALF;
    }

    /**
     * What real images reach against real images: one half of them, drawn by chance, against the other. It is computed once for the
     * same images and network, and then read from the cache.
     *
     * <p>Each side has half as many images as an evaluation, and fewer images raise the Fréchet distance: of that this is an upper
     * bound of the floor.
     *
     * @return without the metrics that need more images than one half has
     * @throws IllegalArgumentException when there are too few real images: {@link #hasFloor}
     */
    public Evaluation floor(List<Metric> metrics) {
        if (!hasFloor()) {
            throw new IllegalArgumentException("There are too few real images to compare one half with the other.");
        }
        int half = real.count() / 2;
        FloorCache cache = new FloorCache(reals.fingerprint(), network.name(), real.count());
        Map<Metric, Double> values = cache.read();
        List<Metric> wanted = metrics.stream()
                .filter(metric -> !values.containsKey(metric))
                .filter(metric -> metric.requirements().obstacle(half, reals.format()) == null)
                .toList();
        if (!wanted.isEmpty()) {
            List<Integer> shuffled =
                    new ArrayList<>(IntStream.range(0, real.count()).boxed().toList());
            Collections.shuffle(shuffled, new Random(SEED));
            try (Samples first = half(shuffled.subList(0, half));
                    Samples second = half(shuffled.subList(half, 2 * half))) {
                values.putAll(values(first, second, wanted));
            }
            cache.write(values);
        }
        Map<Metric, Double> asked = new LinkedHashMap<>();
        metrics.stream().filter(values::containsKey).forEach(metric -> asked.put(metric, values.get(metric)));
        return new Evaluation(asked, network.name(), half, half, reals.name(), split);
    }

    /** In the order of the images, so that a folder is read from front to back. */
    private Samples half(List<Integer> indices) {
        int[] rows = indices.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new Samples(chosen(rows), network, () -> new ExtractedFeatures(rows(rows)));
    }

    private Tensor rows(int[] indices) {
        try (var _ = TensorScope.open()) {
            long[] wide = Arrays.stream(indices).asLongStream().toArray();
            return real.features().rows(Tensors.of(wide, wide.length)).keep();
        }
    }

    private ImageSource chosen(int[] indices) {
        int taken = real.count();
        return new ImageSource() {
            @Override
            public SampleFormat format() {
                return reals.format();
            }

            @Override
            public int count() {
                return indices.length;
            }

            @Override
            public void fill(int start, int count, MemorySegment target) {
                reals.gather(
                        IntStream.range(start, start + count).map(this::place).toArray(), target);
            }

            @Override
            public int[] labels() {
                return reals.classes().isEmpty()
                        ? new int[0]
                        : IntStream.range(0, count())
                                .map(i -> reals.label(place(i)))
                                .toArray();
            }

            /** The features are of images that are spread evenly over the set. */
            private int place(int index) {
                return (int) ((long) indices[index] * reals.size() / taken);
            }
        };
    }

    public FeatureNetwork network() {
        return network;
    }

    /** The real images; owned by this object. */
    public Samples real() {
        return real;
    }

    @Override
    public void close() {
        real.close();
        network.close();
    }
}
