package dev.duello.search;

import java.time.Duration;

/**
 * How much a study may do.
 *
 * @param trials of the search; those of the comparison at the end come on top
 * @param seconds of all trials added up, with the comparison; infinite for no limit
 */
public record StudyLimit(int trials, double seconds) {
    public static StudyLimit trials(int trials) {
        return new StudyLimit(trials, Double.POSITIVE_INFINITY);
    }

    /** A time of the clock while so many trials run side by side. */
    public static StudyLimit within(Duration time, int jobs) {
        return new StudyLimit(Integer.MAX_VALUE, time.toNanos() / 1e9 * jobs);
    }

    boolean isTimed() {
        return Double.isFinite(seconds);
    }
}
