package dev.duello.metric;

/**
 * A measure of the quality of generated samples, usually compared with real ones. One class each, and {@link Metrics} knows them all; those
 * of other libraries are found by {@link java.util.ServiceLoader}. What people read about a metric is what it says itself.
 *
 * <p>One instance measures everything: a metric has no state.
 */
public interface Metric {
    /** What people type: lower-case letters, digits and hyphens, a letter first. */
    String name();

    /** Where the best value lies. */
    Best best();

    /** What it is computed from. */
    MetricRequirements requirements();

    /** What it measures: one sentence without the character {@code |}. */
    String help();

    /** What a good value is, and where values end: one sentence without the character {@code |}. */
    String good();

    /**
     * Whether fewer samples of the same distribution worsen the expected value, so that it is compared only with values of equal
     * counts.
     */
    default boolean isBiased() {
        return false;
    }

    /**
     * Whether each sample is compared with the real one of the same index, of which it is a translation: nothing that samples drawn
     * from noise have.
     */
    default boolean isPaired() {
        return false;
    }

    /** Whether it looks at the class that each fake was made as, which not all sources of samples tell: {@link ImageSource#labels}. */
    default boolean isConditional() {
        return false;
    }

    /**
     * Measures. Tensors made here are freed afterwards; the same samples must give the same number, to the bit.
     *
     * @return a finite number
     * @throws IllegalArgumentException with a sentence for people when these samples cannot be measured
     */
    double compute(RealAndFake samples);

    /** A number that is lower the better {@code value} is. */
    default double badness(double value) {
        return switch (best()) {
            case LOWEST -> value;
            case HIGHEST -> -value;
            case ONE -> Math.abs(value - 1);
            case HALF -> Math.abs(value - 0.5);
        };
    }

    /** Whether {@code value} is better than {@code other}. */
    default boolean isBetter(double value, double other) {
        return badness(value) < badness(other);
    }

    /** Where the best value lies. */
    enum Best {
        LOWEST("lower", "↓"),
        HIGHEST("higher", "↑"),
        ONE("nearest to 1", "→1"),
        HALF("nearest to 0.5", "→0.5");

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
}
