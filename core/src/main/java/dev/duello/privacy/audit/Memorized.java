package dev.duello.privacy.audit;

/**
 * Samples that resemble one training sample far more than any other: the ratio of the distances to the nearest and the second
 * nearest training sample is below one third (Yoon et al., 2023; Gu et al., 2023, <a
 * href="https://arxiv.org/abs/2310.02664">arXiv:2310.02664</a>, equation 5). A training sample that occurs more than once hides
 * its copies from this test.
 */
public final class Memorized {
    /** Below this ratio a sample counts as memorized. */
    public static final double LIMIT = 1.0 / 3;

    private Memorized() {}

    /**
     * The nearest neighbor distance ratio of each sample, from 0 to 1.
     *
     * @param first distance to the nearest training sample
     * @param second distance to the second nearest, at least as large
     */
    public static double[] ratios(double[] first, double[] second) {
        double[] ratios = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            // Both are 0 for a copy of what occurs twice in the training data.
            ratios[i] = second[i] == 0 ? 0 : first[i] / second[i];
        }
        return ratios;
    }

    /** How many of these ratios are below the limit. */
    public static Proportion of(double[] ratios) {
        long memorized = 0;
        for (double ratio : ratios) {
            if (ratio < LIMIT) {
                memorized++;
            }
        }
        return new Proportion(memorized, ratios.length);
    }
}
