package dev.duello.app.studio.runs;

import org.jspecify.annotations.Nullable;

/**
 * A run as one row of a list.
 *
 * @param id the name of its folder
 * @param reason why it ended, or null
 * @param metric the watched one, or {@code none}
 * @param best its best value so far, or null
 * @param bestImages when that was
 * @param seconds of training so far
 * @param speed images a second, lately
 * @param started when the last sitting began, ISO 8601, or empty
 * @param thumbnail the newest grid's file name, or null
 * @param read the share of the log that was read so far
 */
public record Summary(
        String id,
        RunStatus status,
        @Nullable String reason,
        String preset,
        String data,
        String metric,
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
