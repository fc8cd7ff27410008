package dev.duello.metric;

import dev.duello.Messages;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All metrics by name: those of Duello, then those that other libraries on the class path offer as {@link java.util.ServiceLoader}
 * services, by a file {@code META-INF/services/dev.duello.metric.Metric} that names their classes.
 */
public final class Metrics {
    public static final Metric FID = new Fid();
    public static final Metric KID = new Kid();
    public static final Metric IS = new InceptionScore();
    public static final Metric PRECISION = new Precision();
    public static final Metric RECALL = new Recall();
    public static final Metric DENSITY = new Density();
    public static final Metric COVERAGE = new Coverage();
    public static final Metric SWD = new Swd();
    public static final Metric ENTROPY = new Entropy();
    public static final Metric MISSING_CLASSES = new MissingClasses();
    public static final Metric LABEL_ACCURACY = new LabelAccuracy();
    public static final Metric DIVERSITY = new Diversity();
    public static final Metric PSNR = new Psnr();
    public static final Metric SSIM = new Ssim();
    public static final Metric MS_SSIM = new MsSsim();
    public static final Metric EDGE_FIDELITY = new EdgeFidelity();
    public static final Metric FEATURE_DISTANCE = new FeatureDistance();
    public static final Metric NN_ACCURACY_IOU = new NeighborAccuracy(ShapeDistance.IOU);
    public static final Metric NN_ACCURACY_CHAMFER = new NeighborAccuracy(ShapeDistance.CHAMFER);
    public static final Metric COVERAGE_IOU = new ShapeCoverage(ShapeDistance.IOU);
    public static final Metric COVERAGE_CHAMFER = new ShapeCoverage(ShapeDistance.CHAMFER);
    public static final Metric MMD_IOU = new MatchingDistance(ShapeDistance.IOU);
    public static final Metric MMD_CHAMFER = new MatchingDistance(ShapeDistance.CHAMFER);
    public static final Metric SPECTRAL_CONVERGENCE = new SpectralConvergence();
    public static final Metric LOG_SPECTRAL_DISTANCE = new LogSpectralDistance();
    public static final Metric SYMMETRY = new Symmetry();
    public static final Metric PARTS = new ConnectedParts();

    public static final Metric JSD_1 = new NgramDivergence(1);
    public static final Metric JSD_2 = new NgramDivergence(2);
    public static final Metric JSD_3 = new NgramDivergence(3);
    public static final Metric JSD_4 = new NgramDivergence(4);
    public static final Metric KNOWN_WORDS = new KnownWords();
    public static final Metric NOVELTY = new Novelty();
    public static final Metric DISTINCTNESS = new Distinctness();
    public static final Metric FRAME_FID = new FrameFid();
    public static final Metric MOTION = new Motion();
    public static final Metric CONTENT_DRIFT = new ContentDrift();

    /** Those of Duello, in the order in which people see them. */
    public static final List<Metric> BUILT_IN = List.of(
            FID,
            KID,
            IS,
            PRECISION,
            RECALL,
            DENSITY,
            COVERAGE,
            SWD,
            ENTROPY,
            MISSING_CLASSES,
            LABEL_ACCURACY,
            DIVERSITY,
            PSNR,
            SSIM,
            MS_SSIM,
            EDGE_FIDELITY,
            FEATURE_DISTANCE,
            JSD_1,
            JSD_2,
            JSD_3,
            JSD_4,
            KNOWN_WORDS,
            NOVELTY,
            DISTINCTNESS,
            FRAME_FID,
            MOTION,
            CONTENT_DRIFT,
            SPECTRAL_CONVERGENCE,
            LOG_SPECTRAL_DISTANCE,
            NN_ACCURACY_IOU,
            NN_ACCURACY_CHAMFER,
            COVERAGE_IOU,
            COVERAGE_CHAMFER,
            MMD_IOU,
            MMD_CHAMFER,
            SYMMETRY,
            PARTS);

    private static final Logger log = LoggerFactory.getLogger(Metrics.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    /** What {@code evaluation.metric} calls no metric at all. */
    private static final String NONE = "none";

    private static final List<Metric> ALL =
            withOthers(ServiceLoader.load(Metric.class).iterator());

    private Metrics() {}

    /** Those of Duello, then the others. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The names of {@link #all}. */
    public static List<String> names() {
        return names(ALL);
    }

    /** The names of metrics, in their order. */
    public static List<String> names(List<Metric> metrics) {
        return metrics.stream().map(Metric::name).toList();
    }

    /** The metric of a name; empty when there is none here, such as one of another library. */
    public static Optional<Metric> find(String name) {
        return ALL.stream().filter(metric -> metric.name().equals(name)).findFirst();
    }

    /**
     * The metric of a name.
     *
     * @throws IllegalArgumentException when there is none, with a sentence that names the nearest
     */
    public static Metric named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a metric"
                        + Messages.suggestion(name, names()) + " The metrics are " + String.join(", ", names()) + "."));
    }

    /**
     * Several metrics, each once.
     *
     * @param typed names with commas between them
     * @throws IllegalArgumentException as {@link #named}
     */
    public static List<Metric> parse(String typed) {
        List<Metric> metrics = new ArrayList<>();
        for (String name : typed.split(",", -1)) {
            metrics.add(named(name.strip()));
        }
        return metrics.stream().distinct().toList();
    }

    /** Duello's own and those found; what cannot be used is told in the log and left out. */
    static List<Metric> withOthers(Iterator<Metric> found) {
        List<Metric> metrics = new ArrayList<>(BUILT_IN);
        while (true) {
            try {
                if (!found.hasNext()) {
                    return List.copyOf(metrics);
                }
                Metric metric = found.next();
                String name = metric.name();
                if (!NAME.matcher(name).matches() || name.equals(NONE)) {
                    log.warn(
                            "The metric {} is left out: its name '{}' is not lower-case letters, digits and hyphens,"
                                    + " or means no metric",
                            metric.getClass().getName(),
                            name);
                } else if (metrics.stream().anyMatch(known -> known.name().equals(name))) {
                    log.warn(
                            "The metric {} is left out: there is another with the name '{}'",
                            metric.getClass().getName(),
                            name);
                } else {
                    metrics.add(metric);
                }
            } catch (ServiceConfigurationError e) {
                log.warn("A metric is left out: {}", e.getMessage());
            }
        }
    }

    /** The names of metrics with commas between them. */
    static String listed(List<Metric> metrics) {
        return metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
    }
}
