package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The discriminator memorizes the training images: it ranks them above held-out images of the same kind. */
final class DiscriminatorOverfitting implements Detector {
    private static final int WINDOW = 2;
    private static final double MEMORIZED = 0.7;

    @Override
    public Symptom symptom() {
        return Symptom.DISCRIMINATOR_OVERFITTING;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream().allMatch(reading -> reading.memorized() >= MEMORIZED);
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().memorized() >= 0.6;
    }

    @Override
    public String evidence(List<Reading> readings) {
        return String.format(
                Locale.ROOT,
                "The discriminator prefers a training image to one that it never saw in %.0f %% of pairs; 50 %% would"
                        + " be fair.",
                100 * readings.getLast().memorized());
    }

    @Override
    public String advice() {
        return "Train on more images, stop earlier, or lower --set discriminator.width=... and --set"
                + " discriminator.optimizer.rate=...";
    }
}
