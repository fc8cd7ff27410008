package dev.duello.gan.diagnosis;

import java.util.List;
import java.util.Locale;

/** The spectrum of the fakes stands out at the frequencies of the up-sampling grid. */
final class Checkerboard implements Detector {
    private static final int WINDOW = 3;
    private static final double GRID = 10;

    @Override
    public Symptom symptom() {
        return Symptom.CHECKERBOARD;
    }

    @Override
    public int window() {
        return WINDOW;
    }

    @Override
    public boolean begins(List<Reading> readings) {
        return readings.stream().allMatch(reading -> reading.grid() >= GRID);
    }

    @Override
    public boolean lasts(List<Reading> readings) {
        return readings.getLast().grid() >= GRID / 2;
    }

    @Override
    public String evidence(List<Reading> readings) {
        return String.format(
                Locale.ROOT,
                "The spectrum of the fakes stands out %.1f times as much at the frequencies of the up-sampling grid as"
                        + " that of reals.",
                readings.getLast().grid());
    }

    @Override
    public String advice() {
        return "Look at the samples for a pattern of 2 or 4 pixels. If it stays, raise --set discriminator.width=...,"
                + " which must see it.";
    }
}
