package dev.duello.app;

import dev.duello.Words;
import dev.duello.data.DataException;
import dev.duello.data.image.ImageFormat;
import dev.duello.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which metrics are measured: those asked for, or all that these images allow. */
final class MetricChoice {
    private MetricChoice() {}

    /**
     * Understands what was typed.
     *
     * @return null when nothing was
     * @throws IllegalArgumentException with a sentence that names the nearest metric
     */
    static @Nullable List<Metric> parse(@Nullable String typed) {
        if (typed == null) {
            return null;
        }
        List<Metric> metrics = new ArrayList<>();
        for (String part : typed.split(",", -1)) {
            String name = part.strip();
            metrics.add(Arrays.stream(Metric.values())
                    .filter(metric -> metric.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "There is no metric '" + name + "'" + Words.suggestion(name, Metric.names())
                                    + " The metrics are " + String.join(", ", Metric.names()) + ".")));
        }
        return metrics.stream().distinct().toList();
    }

    /**
     * @param wanted null for all that can be measured
     * @param possible what the feature network allows
     * @param count of the smaller side
     * @throws DataException when one that was asked for cannot be measured
     */
    static List<Metric> among(
            @Nullable List<Metric> wanted, List<Metric> possible, String network, int count, ImageFormat format) {
        if (wanted == null) {
            return possible.stream()
                    .filter(metric -> metric.obstacle(count, format) == null)
                    .toList();
        }
        for (Metric metric : wanted) {
            if (!possible.contains(metric)) {
                throw new DataException(metric + " needs a feature network that tells classes, and " + network
                        + " tells none. It allows "
                        + possible.stream().map(Metric::toString).collect(Collectors.joining(", ")) + ".");
            }
            String obstacle = metric.obstacle(count, format);
            if (obstacle != null) {
                throw new DataException(metric + " " + obstacle);
            }
        }
        return wanted;
    }
}
