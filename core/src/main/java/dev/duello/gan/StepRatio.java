package dev.duello.gan;

/**
 * How many steps of the discriminator come before each of the generator. A private discriminator learns slowly; where it no
 * longer tells fakes, it gets more steps (Bie, Kamath and Zhang, 2023, section 5.3, <a
 * href="https://arxiv.org/abs/2302.02936">arXiv:2302.02936</a>). It looks at fakes only, which costs no privacy.
 */
final class StepRatio {
    private static final int[] RATIOS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    /** Of the mean share of fakes that it tells, for each step of the generator. */
    private static final double REMEMBERED = 0.99;
    /** Steps of the generator before the ratio rises again. */
    private static final int LEAST_STEPS = 200;

    private final double threshold;
    private int ratio;
    private int since;
    private long atRatio;
    private double fakeAccuracy = 1;

    /**
     * @param first the ratio at the beginning
     * @param threshold share of fakes, told as such, below which the ratio rises; 0 for a ratio that stays
     */
    StepRatio(int first, double threshold) {
        ratio = first;
        this.threshold = threshold;
    }

    /** Whether the generator moves after the next step of the discriminator. */
    boolean isGeneratorNext() {
        return since + 1 >= ratio;
    }

    /**
     * The discriminator made a step.
     *
     * @param share of the step's fakes that it told as such
     */
    void stepped(double share) {
        if (!isGeneratorNext()) {
            since++;
            return;
        }
        since = 0;
        atRatio++;
        fakeAccuracy = REMEMBERED * fakeAccuracy + (1 - REMEMBERED) * share;
        if (threshold > 0 && atRatio >= LEAST_STEPS && fakeAccuracy <= threshold) {
            for (int larger : RATIOS) {
                if (larger > ratio) {
                    ratio = larger;
                    atRatio = 0;
                    break;
                }
            }
        }
    }

    int ratio() {
        return ratio;
    }

    /** Steps since the generator's last: state to save, as all that follow. */
    int since() {
        return since;
    }

    long atRatio() {
        return atRatio;
    }

    double fakeAccuracy() {
        return fakeAccuracy;
    }

    /** Continues from a saved state. */
    void restore(int ratio, int since, long atRatio, double fakeAccuracy) {
        this.ratio = ratio;
        this.since = since;
        this.atRatio = atRatio;
        this.fakeAccuracy = fakeAccuracy;
    }
}
