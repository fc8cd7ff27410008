package dev.duello.data;

import java.util.BitSet;

/**
 * Keeps samples out of a training, for those who later ask whether a model knows its training data better than other data of the
 * same kind. Which samples these are follows from the set's fingerprint, their number and a seed alone.
 */
public final class HeldOut {
    /** Fewer records are all needed for training. */
    private static final int FEWEST_RECORDS = 1_000;

    private static final double SHARE = 0.05;
    /** Fewer than this tell little. */
    private static final int ENOUGH = 500;

    private static final double LARGEST_SHARE = 0.1;

    private HeldOut() {}

    /**
     * How many samples to keep out when nobody says it. None where the set has a held-out part of its own, or fewer than 1,000
     * samples; else 5 %, or more to reach 500, but never more than 10 %.
     */
    public static int automatic(Dataset whole) {
        int size = whole.size();
        return size < FEWEST_RECORDS || whole.heldOut() != null
                ? 0
                : (int) Math.max(SHARE * size, Math.min(ENOUGH, LARGEST_SHARE * size));
    }

    /**
     * What is left for the training, in the order of the set. What was kept out is its {@link Dataset#heldOut}. Keep the whole set
     * open as long.
     *
     * @param count how many samples are kept out, less than there are; with 0 it is the whole set itself
     * @throws IllegalArgumentException when nothing would be left
     */
    public static Dataset trainingPart(Dataset whole, int count, long seed) {
        if (count == 0) {
            return whole;
        }
        int size = whole.size();
        if (count < 0 || count >= size) {
            throw new IllegalArgumentException(
                    count + " of " + size + " samples cannot be kept out: at least one must be left.");
        }
        String hex = whole.fingerprint().replace("sha256:", "");
        long key = Long.parseUnsignedLong(hex.substring(0, 16), 16);
        Shuffle order = new Shuffle(size, key ^ seed * 0x9e3779b97f4a7c15L);
        BitSet keptOut = new BitSet(size);
        for (int i = 0; i < count; i++) {
            keptOut.set(order.at(i));
        }
        int[] out = keptOut.stream().toArray();
        keptOut.flip(0, size);
        int[] kept = keptOut.stream().toArray();
        Sources sources = whole.sources();
        if (sources == null) {
            return new Subset(whole, kept, new Subset(whole, out, null));
        }
        Sources.Parts parts = sources.parts((double) count / size, key + seed);
        return new Subset(whole, kept, parts.learned(), new Subset(whole, out, parts.heldOut(), null));
    }
}
