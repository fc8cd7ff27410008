package dev.duello.metric;

import dev.duello.data.ImageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** Images of each side that it needs at least. */
    public int fewestImages() {
        return switch (this) {
            case IS -> 10;
            case DENSITY, COVERAGE -> 6;
            case PRECISION, RECALL -> 4;
            default -> 2;
        };
    }

    /** Pixels that the shorter side of each image must have at least. */
    public int smallestSide() {
        return this == SWD ? 16 : 1;
    }

    /**
     * Why this cannot be measured on such images, as a sentence without its subject, or null when it can.
     *
     * @param images of the side that has fewer
     */
    public @Nullable String obstacle(int images, ImageFormat format) {
        if (images < fewestImages()) {
            return "needs at least " + fewestImages() + " images of each side, and one has " + images + ".";
        }
        if (Math.min(format.height(), format.width()) < smallestSide()) {
            return "needs images whose sides are at least " + smallestSide() + " pixels long, not " + format + ".";
        }
        return null;
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
