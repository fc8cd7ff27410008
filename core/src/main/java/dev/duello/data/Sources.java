package dev.duello.data;

import java.lang.foreign.MemorySegment;

/**
 * What each sample of a {@link Dataset} is to be made from: a gray image that is to become the colored one, a small one that is to
 * become large. Samples and sources have the same indices. All methods may be called from several threads.
 */
public interface Sources {
    /** How one source is stored; it need not be the format of the samples. */
    SampleFormat format();

    /**
     * Gives sources in the order of {@code indices}.
     *
     * @param indices of the samples that are to be made from them
     * @param variant which of the sources of a sample, where it has more than one, such as one with another hole in each pass over the
     *     samples; the same variant gives the same source
     * @param target receives {@code indices.length} sources in their stored form; may be larger than needed
     * @throws IndexOutOfBoundsException when there is no such sample, or the target is too small
     */
    void gather(int[] indices, long variant, MemorySegment target);

    /** Tells what they were from all others, where they do not follow from the samples themselves; empty where they do. */
    String fingerprint();

    /** Whether a sample is what is to become of its source; not where any source comes with any sample. */
    default boolean arePairs() {
        return true;
    }

    /**
     * Those for the samples that are learned from, where {@code share} of the samples is kept out: sources that belong to no sample are
     * kept out as well.
     *
     * @param share 0 to less than 1
     * @param seed of the choice
     */
    default Parts parts(double share, long seed) {
        return new Parts(this, this);
    }

    /**
     * Sources of samples of which some are kept out.
     *
     * @param learned for those that are learned from
     * @param heldOut for the others; both know all samples
     */
    record Parts(Sources learned, Sources heldOut) {}

    /**
     * Those of some of the samples.
     *
     * @param some indices of the samples
     */
    default Sources subset(int[] some) {
        Sources all = this;
        int[] chosen = some.clone();
        return new Sources() {
            @Override
            public SampleFormat format() {
                return all.format();
            }

            @Override
            public void gather(int[] indices, long variant, MemorySegment target) {
                int[] there = new int[indices.length];
                for (int i = 0; i < indices.length; i++) {
                    there[i] = chosen[indices[i]];
                }
                all.gather(there, variant, target);
            }

            @Override
            public String fingerprint() {
                return all.fingerprint();
            }

            @Override
            public boolean arePairs() {
                return all.arePairs();
            }
        };
    }
}
