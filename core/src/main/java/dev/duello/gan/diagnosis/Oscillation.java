package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The generator oscillates: all fakes move as far between two readings as they differ from each other. */
final class Oscillation implements Detector {
    private static final int WINDOW = 4;
    private static final double MOVEMENT = 1.7;

    @Override
    public Symptom symptom() {
        return Symptom.OSCILLATION;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return Movement.mean(readings) >= MOVEMENT;
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return Movement.mean(readings) >= 0.7 * MOVEMENT;
    }

    @Override
    public String evidence(List<Reading> readings) {
        return String.format(
                Locale.ROOT,
                "Between two readings each fake moves by %.2g times as much as fakes differ from each other, for %d"
                        + " readings.",
                Movement.mean(readings),
                WINDOW);
    }

    @Override
    public String advice() {
        return "Lower --set generator.optimizer.beta1=... and --set discriminator.optimizer.beta1=... (0 to 0.5), or"
                + " both learning rates.";
    }
}
