package dev.duello.privacy.audit;

import org.hipparchus.special.Gamma;

/**
 * An audit of a private training with a single run (Steinke, Nasr and Jagielski, 2023, <a
 * href="https://arxiv.org/abs/2305.08846">arXiv:2305.08846</a>, theorem 5.2): of some canaries a fair coin decides each whether
 * it is trained on; afterwards the auditor guesses the coins of those that it is surest about. A mechanism that is (epsilon,
 * delta) differentially private does not let so many guesses be right.
 *
 * <p>A lower bound above the accountant's epsilon proves an error; one below it proves nothing.
 *
 * @param canaries how many coins were thrown
 * @param guesses how many of them were guessed, at most all
 * @param correct how many guesses were right
 */
public record OneRunAudit(int canaries, int guesses, int correct) {
    private static final int HALVINGS = 50;
    private static final double LARGEST_EPSILON = 64;

    /** @throws IllegalArgumentException when there are more guesses than canaries, or more right ones than guesses */
    public OneRunAudit {
        if (correct < 0 || correct > guesses || guesses > canaries) {
            throw new IllegalArgumentException(correct + " right ones of " + guesses + " guesses about " + canaries
                    + " canaries are not possible.");
        }
    }

    /**
     * How probable so many right guesses are at most, if the training was (epsilon, delta) differentially private.
     *
     * @param epsilon at least 0
     * @param delta from 0 to 1
     */
    public double pValue(double epsilon, double delta) {
        if (correct == 0) {
            return 1;
        }
        double[] tails = tails(1 / (1 + Math.exp(-epsilon)));
        double alpha = 0;
        if (delta > 0) {
            for (int i = 1; i <= correct; i++) {
                alpha = Math.max(alpha, (tails[correct - i] - tails[correct]) / i);
            }
        }
        return Math.min(1, tails[correct] + 2 * canaries * delta * alpha);
    }

    /** The probability of {@code k} or more right guesses, for each k, when each is right with probability {@code q}. */
    private double[] tails(double q) {
        double[] tails = new double[guesses + 2];
        double logFactorial = Gamma.logGamma(guesses + 1.0);
        // Small numbers first.
        for (int k = guesses; k >= 0; k--) {
            double log = logFactorial
                    - Gamma.logGamma(k + 1.0)
                    - Gamma.logGamma(guesses - k + 1.0)
                    + (k == 0 ? 0 : k * Math.log(q))
                    + (k == guesses ? 0 : (guesses - k) * Math.log1p(-q));
            tails[k] = tails[k + 1] + Math.exp(log);
        }
        return tails;
    }

    /**
     * The largest epsilon that is refuted.
     *
     * @param significance such as 0.05: how often a private training is accused wrongly, at most
     * @return 0 when nothing is refuted
     */
    public double epsilonLowerBound(double delta, double significance) {
        if (pValue(0, delta) >= significance) {
            return 0;
        }
        double low = 0;
        double high = LARGEST_EPSILON;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (pValue(middle, delta) < significance) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
