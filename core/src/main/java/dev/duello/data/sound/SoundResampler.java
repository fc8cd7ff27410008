package dev.duello.data.sound;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Brings sounds to another rate: each new sample is a sum of old ones around it, weighted by a sinc that a Blackman-Harris window
 * ends (J. O. Smith, "Digital Audio Resampling"). What the lower of the two rates cannot hold is filtered out: above its Nyquist
 * frequency by more than 80 dB. The uppermost sixth below it is damped.
 */
final class SoundResampler {
    /** Zero crossings of the sinc at each side. */
    private static final int CROSSINGS = 48;
    /** Where the filter is at half, as a share of the Nyquist frequency: the window then ends the slope below it. */
    private static final double CUTOFF = 0.917;

    private static final double[] BLACKMAN_HARRIS = {0.35875, 0.48829, 0.14128, 0.01168};

    /** The usual pairs of rates have fewer places between two samples; of other pairs each weight is computed when needed. */
    private static final int KEPT_PHASES = 1_024;

    private final int up;
    private final int down;
    private final double cutoff;
    private final double halfWidth;

    private SoundResampler(int from, int to) {
        int divisor = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValueExact();
        up = to / divisor;
        down = from / divisor;
        cutoff = CUTOFF * Math.min(1, (double) to / from);
        halfWidth = CROSSINGS / cutoff;
    }

    /**
     * Resamples; before and after the sound there is silence.
     *
     * @param most samples of the result at most
     */
    static float[] resample(float[] samples, int from, int to, int most) {
        int length = (int) Math.min(most, Math.ceilDiv((long) samples.length * to, from));
        if (from == to) {
            return Arrays.copyOf(samples, length);
        }
        return new SoundResampler(from, to).resample(samples, length);
    }

    /** Old samples after the last that a new one is in the middle of. */
    static int reach(int from, int to) {
        return from == to ? 0 : (int) Math.ceil(CROSSINGS / (CUTOFF * Math.min(1, (double) to / from))) + 1;
    }

    private float[] resample(float[] samples, int length) {
        double[][] kept = new double[up <= KEPT_PHASES ? up : 0][];
        float[] result = new float[length];
        int before = (int) Math.floor(halfWidth);
        for (int i = 0; i < length; i++) {
            long place = (long) i * down;
            int middle = (int) (place / up);
            int phase = (int) (place % up);
            double[] weights = phase < kept.length ? kept[phase] : null;
            if (weights == null) {
                weights = weights(phase);
                if (phase < kept.length) {
                    kept[phase] = weights;
                }
            }
            int first = middle - before;
            int from = Math.max(0, -first);
            int end = Math.min(weights.length, samples.length - first);
            double sum = 0;
            for (int j = from; j < end; j++) {
                sum += samples[first + j] * weights[j];
            }
            result[i] = (float) sum;
        }
        return result;
    }

    /** For a place {@code phase / up} after a sample, of the samples around; they add up to 1, so that a constant stays. */
    private double[] weights(int phase) {
        int before = (int) Math.floor(halfWidth);
        double[] weights = new double[2 * before + 2];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            double distance = j - before - (double) phase / up;
            weights[j] = sinc(cutoff * distance) * window(distance / halfWidth);
            sum += weights[j];
        }
        for (int j = 0; j < weights.length; j++) {
            weights[j] /= sum;
        }
        return weights;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** @param x 0 in the middle, 1 and -1 at the ends */
    private static double window(double x) {
        if (Math.abs(x) >= 1) {
            return 0;
        }
        double sum = 0;
        for (int k = 0; k < BLACKMAN_HARRIS.length; k++) {
            sum += BLACKMAN_HARRIS[k] * Math.cos(Math.PI * k * x);
        }
        return sum;
    }
}
