package dev.duello.privacy.audit;

/**
 * Samples that are no closer to the data than the data is to itself (Alaa et al., 2022, <a
 * href="https://arxiv.org/abs/2102.08921">arXiv:2102.08921</a>, section 4.3): a sample is authentic when its nearest training
 * sample has another training sample nearer than it.
 */
public final class Authenticity {
    private Authenticity() {}

    /**
     * @param toNearest for each sample the distance to its nearest training sample
     * @param amongMembers for each sample how far that training sample is from the training sample nearest to it
     * @return how many samples are authentic
     */
    public static Proportion of(double[] toNearest, double[] amongMembers) {
        long authentic = 0;
        for (int i = 0; i < toNearest.length; i++) {
            if (amongMembers[i] < toNearest[i]) {
                authentic++;
            }
        }
        return new Proportion(authentic, toNearest.length);
    }
}
