package dev.duello.metric;

import dev.duello.data.image.ImageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be measured, under the names that people type. */
public enum Metric {
    /** Fréchet distance between the features of real and fake images. */
    FID(Best.LOWEST),
    /** Kernel distance, unbiased for small samples. */
    KID(Best.LOWEST),
    /** Classifier ("inception") score. */
    IS(Best.HIGHEST),
    /** Share of fakes that look real. */
    PRECISION(Best.HIGHEST),
    /** Share of reals that the fakes cover. */
    RECALL(Best.HIGHEST),
    /** How densely reals surround the fakes. */
    DENSITY(Best.HIGHEST),
    /** Share of reals that have a fake near by. */
    COVERAGE(Best.HIGHEST),
    /** Sliced Wasserstein distance between patches. */
    SWD(Best.LOWEST),
    /** Evenness of the classes of the fakes, 0 to 1. */
    ENTROPY(Best.HIGHEST),
    /** Classes that the fakes lack. */
    MISSING_CLASSES(Best.LOWEST),
    /** Spread of the fakes relative to that of the reals: too much is as wrong as too little. */
    DIVERSITY(Best.ONE);

    /** Where the best value lies. */
    public enum Best {
        LOWEST("lower", "↓"),
        HIGHEST("higher", "↑"),
        ONE("nearest to 1", "→1");

        private final String words;
        private final String sign;

        Best(String words, String sign) {
            this.words = words;
            this.sign = sign;
        }

        /** Which of two values is better, such as {@code lower}. */
        public String words() {
            return words;
        }

        /** The same as an arrow. */
        public String sign() {
            return sign;
        }
    }

    private final Best best;

    Metric(Best best) {
        this.best = best;
    }

    public Best best() {
        return best;
    }

    /** A number that is lower the better {@code value} is. */
    public double badness(double value) {
        return switch (best) {
            case LOWEST -> value;
            case HIGHEST -> -value;
            case ONE -> Math.abs(value - 1);
        };
    }

    /** Whether {@code value} is better than {@code other}. */
    public boolean isBetter(double value, double other) {
        return badness(value) < badness(other);
    }

    /** The metric of a name. @throws IllegalArgumentException when there is none */
    public static Metric named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
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
