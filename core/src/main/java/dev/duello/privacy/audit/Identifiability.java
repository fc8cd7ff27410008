package dev.duello.privacy.audit;

/**
 * Real samples that have a generated one nearer than any other real one (Yoon, Drumright and van der Schaar, 2020, "Anonymization
 * through data synthesis using generative adversarial networks (ADS-GAN)", definition 1, without weights). It grows with the number
 * of generated samples; what it would be without a leak, the same number of non-members tells.
 */
public final class Identifiability {
    private Identifiability() {}

    /**
     * @param toGenerated distance of each real sample to the nearest generated one
     * @param toOtherReal distance to the nearest other real one
     */
    public static Proportion of(double[] toGenerated, double[] toOtherReal) {
        long identifiable = 0;
        for (int i = 0; i < toGenerated.length; i++) {
            if (toGenerated[i] < toOtherReal[i]) {
                identifiable++;
            }
        }
        return new Proportion(identifiable, toGenerated.length);
    }
}
