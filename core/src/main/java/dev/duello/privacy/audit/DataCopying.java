package dev.duello.privacy.audit;

import java.util.Arrays;

/**
 * The data-copying test C_T (Meehan, Chaudhuri and Dasgupta, 2020, <a
 * href="https://arxiv.org/abs/2004.05675">arXiv:2004.05675</a>, section 3): whether generated samples lie nearer to the training
 * data than fresh real ones do, by a Mann-Whitney test in each cell of the space, averaged over the cells by how many fresh
 * samples fall into them. Standard normal when they do not; far below 0 they copy, or are more typical than real samples are; far
 * above 0 they miss the data.
 */
public final class DataCopying {
    /** Cells with fewer generated samples are left out. */
    private static final int FEWEST_IN_CELL = 20;

    private DataCopying() {}

    /**
     * @param generated distance of each generated sample to its nearest training sample
     * @param generatedCells the cell of each, from 0
     * @param heldOut distance of each fresh real sample to its nearest training sample
     * @param heldOutCells the cell of each
     * @return NaN when no cell has samples enough of both kinds
     */
    public static double statistic(double[] generated, int[] generatedCells, double[] heldOut, int[] heldOutCells) {
        int cells = 1 + Math.max(largest(generatedCells), largest(heldOutCells));
        double sum = 0;
        double weights = 0;
        for (int cell = 0; cell < cells; cell++) {
            double[] fakes = of(cell, generated, generatedCells);
            double[] reals = of(cell, heldOut, heldOutCells);
            if (fakes.length > FEWEST_IN_CELL && reals.length > 0) {
                sum += reals.length * z(fakes, reals);
                weights += reals.length;
            }
        }
        return sum / weights;
    }

    private static int largest(int[] cells) {
        return Arrays.stream(cells).max().orElse(0);
    }

    private static double[] of(int cell, double[] values, int[] cells) {
        double[] found = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (cells[i] == cell) {
                found[count++] = values[i];
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The Mann-Whitney statistic of the first being larger, standardized with a correction for continuity; ties count one half. */
    private static double z(double[] fakes, double[] reals) {
        double n = reals.length;
        double m = fakes.length;
        double u = RocCurve.of(fakes, reals).auc() * n * m;
        return (u - (n * m / 2 - 0.5)) / Math.sqrt(n * m * (n + m + 1) / 12);
    }
}
