package dev.duello.metric;

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
        return metric + "[" + (metric == Metric.SWD ? protocol("patches of pixels", patched(), patched()) : protocol())
                + "]";
    }

    /** Everything but the metric; the sliced Wasserstein distance sees fewer images, and no network: {@link #nameOf}. */
    public String protocol() {
        return protocol(network, fakes, reals);
    }

    private String protocol(String seenBy, int someFakes, int someReals) {
        return seenBy + ", " + someFakes + " fakes against " + someReals + " of " + against + " " + split;
    }

    /** How many images of each side the sliced Wasserstein distance is of. */
    public int patched() {
        return Math.min(Pixels.MOST, Math.min(fakes, reals));
    }
}
