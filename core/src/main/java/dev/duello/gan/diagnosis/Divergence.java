package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The discriminator's gradients explode: similar images get very different logits, and no such gradient helps the generator. */
final class Divergence implements Detector {
    static final int WINDOW = 2;
    /** Young critics reach 1.2, a healthy sigmoid stays below 0.3, and what runs away goes beyond 30. */
    private static final double STEEP = 3;

    @Override
    public Symptom symptom() {
        return Symptom.DIVERGENCE;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return !readings.getLast().isFinite() || readings.stream().allMatch(reading -> reading.logitSlope() >= STEEP);
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().logitSlope() >= STEEP / 2;
    }

    @Override
    public String evidence(List<Reading> readings) {
        Reading newest = readings.getLast();
        return newest.isFinite()
                ? String.format(
                        Locale.ROOT,
                        "the discriminator's gradients exploded (its logits vary by %.3g for each unit of distance"
                                + " between images, where up to 1.2 is healthy)",
                        newest.logitSlope())
                : "the discriminator or the images hold NaN or infinity";
    }

    @Override
    public String advice() {
        return "Lower both learning rates: --set generator.optimizer.rate=... --set discriminator.optimizer.rate=...";
    }
}
