package dev.duello.privacy.audit;

/**
 * Where a measured number lies with a stated confidence.
 *
 * @param low at most {@code high}
 */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("An interval from " + low + " to " + high + " is none.");
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Half of its length. */
    public double halfWidth() {
        return (high - low) / 2;
    }
}
