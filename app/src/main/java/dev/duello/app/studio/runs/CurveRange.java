package dev.duello.app.studio.runs;

import java.util.List;

/**
 * A part of a training, both ends included.
 *
 * @param axis what {@code from} and {@code to} count
 */
public record CurveRange(Axis axis, double from, double to) {
    /** What the time of a training is counted in. */
    public enum Axis {
        KIMG,
        SECONDS
    }

    /**
     * How far a log tells up to a place in it.
     *
     * @param sittings begun so far
     */
    record Milestone(long position, long images, double seconds, int sittings) {}

    private double at(long images, double seconds) {
        return axis == Axis.KIMG ? images / 1000.0 : seconds;
    }

    boolean holds(long images, double seconds) {
        double at = at(images, seconds);
        return at >= from && at <= to;
    }

    /**
     * Where in a log the part stands. A sitting may begin before the end of the one before it; what comes later holds.
     *
     * @param milestones in the order of the log; the first at its beginning
     * @return the first place, and the one after the last; the latter is the last milestone's at most
     */
    long[] places(List<Milestone> milestones) {
        int sittings = milestones.getLast().sittings;
        int first = 0;
        while (first < milestones.size() - 2 && at(milestones.get(first + 1)) < from) {
            first++;
        }
        int last = milestones.size() - 1;
        while (last > first + 1 && at(milestones.get(last - 1)) > to && milestones.get(last - 1).sittings == sittings) {
            last--;
        }
        return new long[] {milestones.get(first).position, milestones.get(last).position};
    }

    private double at(Milestone milestone) {
        return at(milestone.images, milestone.seconds);
    }
}
