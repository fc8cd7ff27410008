package dev.duello.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a private training will do and cost: steps of the sampled Gaussian mechanism on records that may each be added or
 * removed.
 *
 * @param records n, at least 2
 * @param batch expected records in a step, at most n
 * @param steps that are planned, at least 1
 * @param noiseMultiplier sigma: the noise's standard deviation divided by the clipping norm
 * @param clipNorm C: the largest length of what one record adds to a sum
 * @param delta above 0, below 1/n
 * @param epsilonByRdp by {@link RdpAccountant}
 * @param epsilonByPrv by {@link PrvAccountant}: what is promised
 */
public record PrivacyPlan(
        int records,
        int batch,
        long steps,
        double noiseMultiplier,
        double clipNorm,
        double delta,
        double epsilonByRdp,
        double epsilonByPrv) {
    /** Of ten, with a minus. */
    private static final int USUAL_POWER = 5;

    private static final double HIGH_RATE = 0.1;
    private static final double MUCH_NOISE = 10;
    private static final double HARDLY_READ = 0.5;

    /**
     * The plan with the least noise that keeps a promise.
     *
     * @param epsilon of the promise, above 0
     * @throws IllegalArgumentException when a number is out of its range, with a sentence that says what to do
     */
    public static PrivacyPlan forBudget(
            double epsilon, double delta, int records, int batch, long steps, double clipNorm) {
        check(delta, records, batch, steps, clipNorm);
        double sigma =
                Calibration.noiseMultiplier(new PrvAccountant(), epsilon, delta, (double) batch / records, steps);
        return withNoise(sigma, delta, records, batch, steps, clipNorm);
    }

    /**
     * The plan with a given noise.
     *
     * @throws IllegalArgumentException when a number is out of its range, with a sentence that says what to do
     */
    public static PrivacyPlan withNoise(
            double noiseMultiplier, double delta, int records, int batch, long steps, double clipNorm) {
        check(delta, records, batch, steps, clipNorm);
        GaussianSteps all = new GaussianSteps((double) batch / records, noiseMultiplier, steps);
        return new PrivacyPlan(
                records,
                batch,
                steps,
                noiseMultiplier,
                clipNorm,
                delta,
                new RdpAccountant().epsilon(all, delta),
                new PrvAccountant().epsilon(all, delta));
    }

    /** The usual delta for so many records: 1e-5, or the largest power of ten below 1/n. */
    public static double usualDelta(int records) {
        int power = USUAL_POWER;
        // As one would write it: dividing by ten leaves 1.0000000000000002E-6.
        while (Double.parseDouble("1e-" + power) >= 1.0 / records) {
            power++;
        }
        return Double.parseDouble("1e-" + power);
    }

    private static void check(double delta, int records, int batch, long steps, double clipNorm) {
        Accountant.requireDelta(delta);
        if (records < 2) {
            throw new IllegalArgumentException(
                    "One record cannot be hidden among others: private training needs at least 2 records, and"
                            + " thousands to learn anything.");
        }
        if (batch < 1 || batch > records) {
            throw new IllegalArgumentException("A batch of " + batch + " cannot be drawn from " + records
                    + " records: each record enters a step with the probability batch/records, which is at most 1. Use a"
                    + " batch of at most " + records + ".");
        }
        if (delta >= 1.0 / records) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Delta %s is not below 1/n, which is %.2g for %,d records: such a promise would be kept by"
                            + " publishing a record as it is. Use %s or less.",
                    delta,
                    1.0 / records,
                    records,
                    usualDelta(records)));
        }
        if (steps < 1) {
            throw new IllegalArgumentException("A plan has at least one step, not " + steps + ".");
        }
        if (!(clipNorm > 0 && Double.isFinite(clipNorm))) {
            throw new IllegalArgumentException("Gradients are clipped to more than 0, not to " + clipNorm + ".");
        }
    }

    /** The probability q with which each record enters a step. */
    public double samplingRate() {
        return (double) batch / records;
    }

    /** The steps as accountants see them. */
    public GaussianSteps mechanism() {
        return new GaussianSteps(samplingRate(), noiseMultiplier, steps);
    }

    /** What is unusual about it, as sentences; empty when nothing is. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (samplingRate() >= HIGH_RATE) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "Each step reads %.0f %% of the records, which costs much privacy: a smaller batch or more records"
                            + " need less noise.",
                    100 * samplingRate()));
        }
        if (samplingRate() * steps < HARDLY_READ) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "In all steps together only %.2g %% of the records are read, so there is little to learn from: train"
                            + " longer or with larger batches.",
                    100 * samplingRate() * steps));
        }
        if (noiseMultiplier > MUCH_NOISE) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The noise of a step is %.3g times what one record can add: hardly anything will be learned. Take"
                            + " fewer steps, more records or a larger epsilon.",
                    noiseMultiplier));
        }
        return remarks;
    }
}
