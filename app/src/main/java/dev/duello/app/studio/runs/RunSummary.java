package dev.duello.app.studio.runs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as one row of a list.
 *
 * @param id the name of its folder
 * @param title what somebody called it, or empty
 * @param tags what somebody sorted it under
 * @param reason why it ended, or null
 * @param problem a sentence about what went wrong where it failed, or null
 * @param metric the watched one, or {@code none}
 * @param label of the metric with its features, such as {@code fid[classifier]}
 * @param help what the metric measures and what is a good value; empty when nothing is known of it
 * @param protocol all that decides its values; those of another protocol are not comparable; empty when the log does not tell
 * @param better which of two values of the metric is, such as {@code lower}
 * @param best its best value so far, or null
 * @param bestImages when that was
 * @param seconds of training so far
 * @param speed images a second, lately
 * @param started when the last sitting began, ISO 8601, or empty
 * @param thumbnail the newest grid's file name, or null
 * @param read the share of the log that was read so far
 */
public record RunSummary(
        String id,
        String title,
        List<String> tags,
        RunStatus status,
        @Nullable String reason,
        @Nullable String problem,
        String preset,
        String data,
        String metric,
        String label,
        String help,
        String protocol,
        String better,
        @Nullable Double best,
        long bestImages,
        long images,
        long total,
        double seconds,
        double speed,
        String started,
        @Nullable String thumbnail,
        int alerts,
        double read) {}
