package dev.duello.metric;

import java.util.List;
import java.util.Map;

/**
 * Numbers with their protocol: without it they cannot be compared.
 *
 * @param values in the order in which they were asked for
 * @param network the feature network's name
 * @param reals how many real images
 * @param fakes how many fake images
 * @param against the data's name
 * @param split which part of it
 */
public record Evaluation(
        Map<Metric, Double> values, String network, int reals, int fakes, String against, String split) {
    /** A metric with all that decides its value, such as {@code fid[classifier-1a2b3c4d, 10000 fakes, ...]}. */
    public String nameOf(Metric metric) {
        return metric.name() + "["
                + (metric.requirements().seesEquallyMany()
                        ? protocol(metric.requirements().seen(), seenBy(metric), seenBy(metric))
                        : metric.requirements().seesSamples()
                                ? protocol(metric.requirements().seen(), fakes, reals)
                                : protocol())
                + "]";
    }

    /** Everything but the metric; one of the samples themselves sees no network, and some see fewer: {@link #nameOf}. */
    public String protocol() {
        return protocol(network, fakes, reals);
    }

    private String protocol(String seenBy, int someFakes, int someReals) {
        return seenBy + ", " + someFakes + " fakes against " + someReals + " of " + against + " " + split;
    }

    /** The measured metrics that see samples and no feature network, of both sides equally many, perhaps fewer than there are. */
    public List<Metric> ofEquallyMany() {
        return values.keySet().stream()
                .filter(metric -> metric.requirements().seesEquallyMany())
                .toList();
    }

    /** How many images of each side a metric sees that takes as many of both. */
    public int seenBy(Metric metric) {
        return Math.min(metric.requirements().maxSamples(), Math.min(fakes, reals));
    }
}
