package dev.duello.autoencoder;

import java.util.OptionalDouble;

/** The loss of held-out samples as the monitor measured it last, which the steps after it report. */
final class HeldOutLoss {
    private double value = Double.NaN;

    /** Empty before it was measured. */
    OptionalDouble value() {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    void measured(double loss) {
        value = loss;
    }
}
