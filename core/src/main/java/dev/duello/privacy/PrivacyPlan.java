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
 * @param steps that are planned, at least 1; 0 where there is only a release
 * @param noiseMultiplier sigma: the noise's standard deviation divided by the clipping norm; 0 without steps
 * @param clipNorm C: the largest length of what one record adds to a sum
 * @param delta above 0, below 1/n
 * @param releaseNoise that of one release of sums over all records before the steps, to which a record adds a vector of length
 *     1 at most; 0 for no release
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
        double releaseNoise,
        double epsilonByRdp,
        double epsilonByPrv) {
    /** Of ten, with a minus. */
    private static final int USUAL_POWER = 5;

    private static final double HIGH_RATE = 0.1;
    private static final double MUCH_NOISE = 10;
    private static final double HARDLY_READ = 0.5;
    /** Records for each unit of a release's noise, below which the noise of some thousand features is longer than their sum. */
    private static final double FEW_RECORDS = 100;

    /**
     * The plan with the least noise that keeps a promise.
     *
     * @param epsilon of the promise, above 0
     * @param releaseNoise of a release before the steps, or 0
     * @throws IllegalArgumentException when a number is out of its range, with a sentence that says what to do
     */
    public static PrivacyPlan forBudget(
            double epsilon, double delta, int records, int batch, long steps, double clipNorm, double releaseNoise) {
        check(delta, records, batch, releaseNoise > 0 ? steps + 1 : steps, clipNorm);
        double sigma = steps == 0
                ? 0
                : Calibration.noiseMultiplier(
                        new PrvAccountant(), epsilon, delta, release(releaseNoise), (double) batch / records, steps);
        return withNoise(sigma, delta, records, batch, steps, clipNorm, releaseNoise);
    }

    /**
     * The plan with a given noise.
     *
     * @throws IllegalArgumentException when a number is out of its range, with a sentence that says what to do
     */
    public static PrivacyPlan withNoise(
            double noiseMultiplier,
            double delta,
            int records,
            int batch,
            long steps,
            double clipNorm,
            double releaseNoise) {
        check(delta, records, batch, releaseNoise > 0 ? steps + 1 : steps, clipNorm);
        List<GaussianSteps> all = mechanisms(releaseNoise, (double) batch / records, noiseMultiplier, steps);
        return new PrivacyPlan(
                records,
                batch,
                steps,
                noiseMultiplier,
                clipNorm,
                delta,
                releaseNoise,
                new RdpAccountant().epsilon(all, delta),
                new PrvAccountant().epsilon(all, delta));
    }

    /** The least noise with which a release by itself costs at most epsilon. */
    public static double noiseOfRelease(double epsilon, double delta) {
        return Calibration.noiseMultiplier(new PrvAccountant(), epsilon, delta, 1, 1);
    }

    /** One release of sums over all records, as accountants see it. @param noise 0 for none */
    public static List<GaussianSteps> release(double noise) {
        return noise == 0 ? List.of() : List.of(new GaussianSteps(1, noise, 1));
    }

    private static List<GaussianSteps> mechanisms(double releaseNoise, double rate, double noise, long steps) {
        List<GaussianSteps> all = new ArrayList<>(release(releaseNoise));
        if (steps > 0) {
            all.add(new GaussianSteps(rate, noise, steps));
        }
        return all;
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

    /** What the release costs by itself; 0 where there is none. */
    public double epsilonOfRelease() {
        return new PrvAccountant().epsilon(release(releaseNoise), delta);
    }

    /** All that touches records, as accountants see it. */
    public List<GaussianSteps> mechanisms() {
        return mechanisms(releaseNoise, samplingRate(), noiseMultiplier, steps);
    }

    /** What is unusual about it, as sentences; empty when nothing is. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (steps > 0 && samplingRate() >= HIGH_RATE) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "Each step reads %.0f %% of the records, which costs much privacy: a smaller batch or more records"
                            + " need less noise.",
                    100 * samplingRate()));
        }
        if (steps > 0 && samplingRate() * steps < HARDLY_READ) {
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
        if (releaseNoise * FEW_RECORDS > records) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The noise of the release is %.3g, for %,d records: hardly anything of them will be seen in it. Take more"
                            + " records or a larger epsilon.",
                    releaseNoise,
                    records));
        }
        return remarks;
    }
}
