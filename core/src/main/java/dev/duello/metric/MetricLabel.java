package dev.duello.metric;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A metric's name for people, with the features that it was computed from: {@code fid[classifier]} is not comparable with
 * {@code fid[inception-legacy]}. The whole {@linkplain Evaluation#protocol protocol} belongs near by.
 */
public final class MetricLabel {
    private static final Pattern HASH = Pattern.compile("-[0-9a-f]{8,64}(?=-|$)");
    /** Logs did not tell their protocol from the beginning. */
    private static final String UNKNOWN = "unknown features";

    private MetricLabel() {}

    /**
     * @param metric its name, such as {@code fid}
     * @param protocol a protocol or the name of a feature network; may be empty
     * @return such as {@code fid[classifier]}
     */
    public static String of(String metric, String protocol) {
        return metric + "[" + seen(metric).orElseGet(() -> features(protocol)) + "]";
    }

    private static Optional<String> seen(String metric) {
        return Metrics.find(metric)
                .map(Metric::requirements)
                .filter(MetricRequirements::seesSamples)
                .map(MetricRequirements::seen);
    }

    /** The kind of feature network at the beginning of a protocol, without the hash of its weights. */
    public static String features(String protocol) {
        String network = protocol.split(",", 2)[0].strip();
        return network.isEmpty() ? UNKNOWN : HASH.matcher(network).replaceAll("");
    }
}
