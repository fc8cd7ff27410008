package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The discriminator ranks fakes above reals: its gradients mislead the generator. */
final class DiscriminatorTooWeak implements Detector {
    private static final int WINDOW = 3;
    private static final double FOOLED = 0.4;

    @Override
    public Symptom symptom() {
        return Symptom.DISCRIMINATOR_TOO_WEAK;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream().allMatch(reading -> reading.ranked() <= FOOLED);
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().ranked() <= 0.45;
    }

    @Override
    public String evidence(List<Reading> readings) {
        return String.format(
                Locale.ROOT,
                "The discriminator takes the fake for the real one in %.0f %% of pairs, which is worse than guessing.",
                100 - 100 * readings.getLast().ranked());
    }

    @Override
    public String advice() {
        return "Raise --set discriminator.optimizer.rate=... or --set discriminator.width=..., or lower --set"
                + " generator.optimizer.rate=...";
    }
}
