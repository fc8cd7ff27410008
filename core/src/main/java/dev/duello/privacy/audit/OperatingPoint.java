package dev.duello.privacy.audit;

/**
 * An attack at one threshold.
 *
 * @param wanted the false positive rate that was allowed
 * @param falsePositives non-members that were taken for members
 * @param truePositives members that were found
 * @param isResolvable whether there are non-members enough for such a small rate: ten false positives at least
 */
public record OperatingPoint(double wanted, Proportion falsePositives, Proportion truePositives, boolean isResolvable) {

    /**
     * The epsilon that an attack which succeeds like this refutes: no (epsilon, delta) differentially private training with
     * a smaller one allows it. The threshold was chosen by looking at the same scores, so this is an estimate with exact
     * intervals and not a proof.
     *
     * @param confidence of both intervals together
     * @return at least 0
     */
    public double epsilonLowerBound(double delta, double confidence) {
        double each = 1 - (1 - confidence) / 2;
        double found = truePositives.interval(each).low() - delta;
        double accused = falsePositives.interval(each).high();
        return found <= 0 ? 0 : Math.max(0, Math.log(found / accused));
    }
}
