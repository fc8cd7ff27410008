package dev.duello.gan.diagnosis;

import java.util.Locale;

/** What can go wrong in the training of a GAN. Its name in events and on pages is kebab-case. */
public enum Symptom {
    DISCRIMINATOR_OVERPOWERING,
    DISCRIMINATOR_TOO_WEAK,
    DISCRIMINATOR_OVERFITTING,
    MODE_COLLAPSE,
    MISSING_CLASSES,
    OSCILLATION,
    DIVERGENCE,
    DEAD_GENERATOR,
    CHECKERBOARD;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
