package dev.duello.learn;

import java.util.OptionalDouble;

/** A number that the {@link Monitor} of a learner measured last, such as the loss of held-out samples; the steps after it report it. */
public final class LatestMeasurement {
    private double value = Double.NaN;

    /** Empty before it was measured. */
    public OptionalDouble value() {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** @param number what was found; NaN for nothing yet */
    public void measured(double number) {
        value = number;
    }
}
