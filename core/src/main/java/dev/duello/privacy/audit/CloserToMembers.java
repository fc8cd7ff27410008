package dev.duello.privacy.audit;

/**
 * Samples that lie nearer to the training data than to as many records that were held out: one half when nothing leaks (the
 * distance to the closest record, as in the <a
 * href="https://docs.sdv.dev/sdmetrics/data-metrics/privacy/dcroverfittingprotection">overfitting protection of SDMetrics</a>).
 */
public final class CloserToMembers {
    private CloserToMembers() {}

    /**
     * @param toMember distance of each sample to the nearest of some members
     * @param toNonMember distance to the nearest of equally many non-members
     * @return of the samples that are not equally far from both; empty of samples, one half of two
     */
    public static Proportion of(double[] toMember, double[] toNonMember) {
        long members = 0;
        long either = 0;
        for (int i = 0; i < toMember.length; i++) {
            if (toMember[i] != toNonMember[i]) {
                either++;
                members += toMember[i] < toNonMember[i] ? 1 : 0;
            }
        }
        return either == 0 ? new Proportion(1, 2) : new Proportion(members, either);
    }
}
