package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The discriminator ranks every pair correctly by a wide margin, and the fakes hardly change: the generator gets too little gradient. */
final class DiscriminatorOverpowering implements Detector {
    private static final int WINDOW = 3;
    private static final double RANKED = 0.995;
    /** Generators that learn move further. */
    private static final double STILL = 0.5;

    private static final double MARGIN = 12;

    @Override
    public Symptom symptom() {
        return Symptom.DISCRIMINATOR_OVERPOWERING;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream()
                        .allMatch(reading -> reading.ranked() >= RANKED
                                && reading.margin() >= MARGIN
                                && !DeadGenerator.isDead(reading))
                && Movement.mean(readings) <= STILL;
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().margin() >= 0.75 * MARGIN;
    }

    @Override
    public String evidence(List<Reading> readings) {
        Reading newest = readings.getLast();
        return String.format(
                Locale.ROOT,
                "The discriminator ranks %.1f %% of pairs of a real and a fake correctly, by %.1f standard deviations, and fakes"
                        + " move by %.2g of what sets them apart.",
                100 * newest.ranked(),
                newest.margin(),
                Movement.mean(readings));
    }

    @Override
    public String advice() {
        return "Lower --set discriminator.optimizer.rate=..., or raise --set generator.optimizer.rate=...";
    }
}
