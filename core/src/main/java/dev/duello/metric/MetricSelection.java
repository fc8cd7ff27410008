package dev.duello.metric;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import java.util.List;

/**
 * Which metrics are measured of images without targets: those asked for, or all that the images and the feature network allow.
 */
public final class MetricSelection {
    private MetricSelection() {}

    /**
     * All that can be measured of images that were made as no class.
     *
     * @param images of the side that has fewer
     */
    public static List<Metric> possible(FeatureNetwork network, int images, SampleFormat format) {
        return possible(network, images, format, false);
    }

    private static List<Metric> possible(FeatureNetwork network, int images, SampleFormat format, boolean areLabeled) {
        return allowed(network).stream()
                .filter(metric -> areLabeled || !metric.isConditional())
                .filter(metric -> metric.requirements().obstacle(images, format) == null)
                .toList();
    }

    /**
     * Those that are measured.
     *
     * @param wanted empty for all that can be measured
     * @param images of the side that has fewer
     * @param areLabeled whether it is known which class, of those of the network, each fake was made as
     * @throws DataException when one that was asked for cannot be measured, with a sentence that says why
     */
    public static List<Metric> of(
            List<Metric> wanted, FeatureNetwork network, int images, SampleFormat format, boolean areLabeled) {
        if (wanted.isEmpty()) {
            return possible(network, images, format, areLabeled);
        }
        List<Metric> allowed = allowed(network);
        for (Metric metric : wanted) {
            if (metric.isPaired()) {
                throw new DataException(metric.name()
                        + " compares each image with its target, and these images have none: only a run that translates"
                        + " images has.");
            }
            if (!allowed.contains(metric)) {
                throw new DataException(metric.name() + " needs a classifier as feature network, and " + network.name()
                        + " is none. It allows " + Metrics.listed(allowed) + ".");
            }
            if (metric.isConditional() && !areLabeled) {
                throw new DataException(
                        metric.name() + " compares each sample with the class that it was made as, which only a run"
                                + " knows that learned the classes of the data.");
            }
            String obstacle = metric.requirements().obstacle(images, format);
            if (obstacle != null) {
                throw new DataException(metric.name() + " " + obstacle);
            }
        }
        return wanted;
    }

    /** Those that need no classes where the feature network tells none. */
    private static List<Metric> allowed(FeatureNetwork network) {
        return Metrics.all().stream()
                .filter(metric -> !metric.isPaired())
                .filter(metric ->
                        network.classes() > 0 || !metric.requirements().needsClasses())
                .toList();
    }
}
