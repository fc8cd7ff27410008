package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** Fakes repeat: each has another that is much nearer than real images are to each other. */
final class ModeCollapse implements Detector {
    private static final int WINDOW = 3;
    private static final double CLOSE = 0.1;

    @Override
    public Symptom symptom() {
        return Symptom.MODE_COLLAPSE;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream().allMatch(reading -> reading.nearest() <= CLOSE && !DeadGenerator.isDead(reading));
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().nearest() <= 1.5 * CLOSE && !DeadGenerator.isDead(readings.getLast());
    }

    @Override
    public String evidence(List<Reading> readings) {
        Reading newest = readings.getLast();
        return String.format(
                Locale.ROOT,
                "A fake is %.2g times as far from the nearest other fake as a real image is from the nearest other"
                        + " real; all fakes differ by %.2g times as much as reals.",
                newest.nearest(),
                newest.spread());
    }

    @Override
    public String advice() {
        return "Try a lower --set generator.optimizer.rate=..., a larger --set generator.latent=..., or --set"
                + " discriminator.concat-real-fake=true.";
    }
}
