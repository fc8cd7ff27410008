package dev.duello.metric;

import dev.duello.data.ImageSet;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures images against the same real ones again and again: the reals are looked at once. Whoever makes it closes it; the
 * images stay open. Not thread-safe.
 */
public final class Evaluator implements AutoCloseable {
    private static final long SEED = 0;

    private final ImageSet reals;
    private final String split;
    private final FeatureNetwork network;
    private final Extracted realFeatures;
    private final MeasuringProgress progress;

    /**
     * @param reals what to compare with
     * @param split the name of their part, for the protocol
     * @param count how many of them at most
     * @param network closed with this, also when this constructor fails
     * @param progress hears how far looking at images is, the reals now and fakes later
     */
    public Evaluator(ImageSet reals, String split, int count, FeatureNetwork network, MeasuringProgress progress) {
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
        try (Extracted fakeFeatures = look(fakes)) {
            return evaluate(fakes, fakeFeatures, metrics);
        }
    }

    /** Looks at fakes; whoever calls this closes the features. */
    public Extracted look(ImageSource fakes) {
        return Extracted.from(fakes, "fakes", network, progress);
    }

    /**
     * Measures images that this network has looked at already.
     *
     * @throws IllegalArgumentException as {@link #evaluate(ImageSource, List)}
     */
    public Evaluation evaluate(ImageSource fakes, Extracted fakeFeatures, List<Metric> metrics) {
        Computation computation = new Computation(fakes, fakeFeatures.features());
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            try (var _ = TensorScope.open()) {
                values.put(metric, computation.value(metric));
            }
        }
        return new Evaluation(values, network.name(), realCount(), fakes.count(), reals.name(), split);
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
        private final ImageSource fakes;
        private final Tensor fake;
        private final Tensor real = realFeatures.features();
        private final Map<Metric, Double> known = new EnumMap<>(Metric.class);

        Computation(ImageSource fakes, Tensor fake) {
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
                case SWD -> Pixels.slicedWasserstein(ImageSource.of(reals, realCount()), fakes, SEED);
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
