package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The generator makes the same image from every latent, or its pixels are saturated, where the gradient vanishes. */
final class DeadGenerator implements Detector {
    private static final int WINDOW = 2;
    private static final double SAME = 0.01;
    private static final double SATURATED = 0.95;

    @Override
    public Symptom symptom() {
        return Symptom.DEAD_GENERATOR;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream().allMatch(DeadGenerator::isDead);
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().spread() <= 2 * SAME || isSaturated(readings.getLast(), 0.9 * SATURATED);
    }

    @Override
    public String evidence(List<Reading> readings) {
        Reading newest = readings.getLast();
        return newest.spread() <= SAME
                ? String.format(
                        Locale.ROOT,
                        "Fakes of different latents differ by %.2g %% of what reals differ by: the generator makes one"
                                + " image.",
                        100 * newest.spread())
                : String.format(
                        Locale.ROOT,
                        "%.0f %% of the pixels of fakes are black or white, as are %.0f %% of those of reals: no"
                                + " gradient gets through.",
                        100 * newest.saturated(),
                        100 * newest.realSaturated());
    }

    @Override
    public String advice() {
        return "It will not recover: start again with a lower --set generator.optimizer.rate=...";
    }

    static boolean isDead(Reading reading) {
        return reading.spread() <= SAME || isSaturated(reading, SATURATED);
    }

    private static boolean isSaturated(Reading reading, double share) {
        return reading.saturated() >= share && reading.saturated() >= reading.realSaturated() + (1 - share);
    }
}
