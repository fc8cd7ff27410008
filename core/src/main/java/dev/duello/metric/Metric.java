package dev.duello.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be measured, under the names that people type. */
public enum Metric {
    /** Fréchet distance between the features of real and fake images. */
    FID(false),
    /** Kernel distance, unbiased for small samples. */
    KID(false),
    /** Classifier ("inception") score. */
    IS(true),
    /** Share of fakes that look real. */
    PRECISION(true),
    /** Share of reals that the fakes cover. */
    RECALL(true),
    /** How densely reals surround the fakes. */
    DENSITY(true),
    /** Share of reals that have a fake near by. */
    COVERAGE(true),
    /** Sliced Wasserstein distance between patches. */
    SWD(false),
    /** Evenness of the classes of the fakes, 0 to 1. */
    ENTROPY(true),
    /** Classes that the fakes lack. */
    MISSING_CLASSES(false),
    /** Spread of the fakes relative to that of the reals. */
    DIVERSITY(true);

    private final boolean higherIsBetter;

    Metric(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether {@code value} is better than {@code other}. */
    public boolean isBetter(double value, double other) {
        return higherIsBetter ? value > other : value < other;
    }

    /** Whether it needs a feature network that tells classes. */
    public boolean needsClasses() {
        return this == IS || this == ENTROPY || this == MISSING_CLASSES;
    }

    /** All names, as people type them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Metric::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
