package dev.duello.privacy.audit;

import java.util.Arrays;

/**
 * The Monte Carlo attack (Hilprecht, Haerterich and Bernau, 2019, <a
 * href="https://arxiv.org/abs/1906.03006">arXiv:1906.03006</a>, equation 5): where many samples are generated nearby, there was
 * a training sample. Near means within the median of the distances from all candidates to their nearest sample.
 */
public final class MonteCarlo {
    private MonteCarlo() {}

    /**
     * The distance that counts as near.
     *
     * @param members distance of each to the nearest generated sample
     * @param nonMembers the same, together with the members at least 1
     */
    public static double radius(double[] members, double[] nonMembers) {
        double[] all = Arrays.copyOf(members, members.length + nonMembers.length);
        System.arraycopy(nonMembers, 0, all, members.length, nonMembers.length);
        Arrays.sort(all);
        return (all[(all.length - 1) / 2] + all[all.length / 2]) / 2;
    }

    /**
     * The score of each candidate: the share of generated samples that are near.
     *
     * @param near how many are near to each candidate
     * @param generated how many there are
     */
    public static double[] scores(int[] near, int generated) {
        return Arrays.stream(near)
                .mapToDouble(count -> (double) count / generated)
                .toArray();
    }
}
