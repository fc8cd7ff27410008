package dev.duello.data.task;

import dev.duello.data.image.ImageFormat;

/** Ways to fill the transparent parts of an image without having learned anything. */
final class Filling {
    /** A change of a value from 0 to 255 that no longer matters. */
    private static final double SMALLEST_CHANGE = 0.05;

    private static final int MOST_ROUNDS = 2_000;

    private Filling() {}

    /** The mean color of the rest. */
    static byte[] mean(byte[] source, ImageFormat from, ImageFormat to) {
        float[] values = Pixels.floats(source);
        fillWithMean(values, holes(source));
        return result(values, from, to);
    }

    /**
     * The solution of the heat equation with the known pixels as its border: each pixel of the hole becomes the mean of its four
     * neighbors, over and over.
     */
    static byte[] diffusion(byte[] source, ImageFormat from, ImageFormat to) {
        boolean[] hole = holes(source);
        float[] values = Pixels.floats(source);
        fillWithMean(values, hole);
        int h = from.height();
        int w = from.width();
        double change = 255;
        for (int round = 0; round < MOST_ROUNDS && change > SMALLEST_CHANGE; round++) {
            change = 0;
            for (int i = 0; i < hole.length; i++) {
                if (hole[i]) {
                    change = Math.max(change, relax(values, i, h, w));
                }
            }
        }
        return result(values, from, to);
    }

    private static double relax(float[] values, int i, int h, int w) {
        int y = i / w;
        int x = i % w;
        double change = 0;
        for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            int neighbors = 0;
            if (y > 0) {
                sum += values[4 * (i - w) + channel];
                neighbors++;
            }
            if (y < h - 1) {
                sum += values[4 * (i + w) + channel];
                neighbors++;
            }
            if (x > 0) {
                sum += values[4 * (i - 1) + channel];
                neighbors++;
            }
            if (x < w - 1) {
                sum += values[4 * (i + 1) + channel];
                neighbors++;
            }
            if (neighbors > 0) {
                float mean = (float) (sum / neighbors);
                change = Math.max(change, Math.abs(mean - values[4 * i + channel]));
                values[4 * i + channel] = mean;
            }
        }
        return change;
    }

    private static boolean[] holes(byte[] source) {
        boolean[] hole = new boolean[source.length / 4];
        for (int i = 0; i < hole.length; i++) {
            hole[i] = source[4 * i + 3] == 0;
        }
        return hole;
    }

    private static void fillWithMean(float[] values, boolean[] hole) {
        double[] sums = new double[3];
        int known = 0;
        for (int i = 0; i < hole.length; i++) {
            if (!hole[i]) {
                known++;
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += values[4 * i + channel];
                }
            }
        }
        for (int i = 0; i < hole.length; i++) {
            for (int channel = 0; hole[i] && channel < 3; channel++) {
                values[4 * i + channel] = known == 0 ? 127.5f : (float) (sums[channel] / known);
            }
        }
    }

    private static byte[] result(float[] values, ImageFormat from, ImageFormat to) {
        return Pixels.converted(Pixels.bytes(values), from, to);
    }
}
