package dev.duello.explain;

import java.util.Arrays;

/** Small help with rows of numbers. */
final class Vectors {
    private Vectors() {}

    /** A row of a row-major matrix. */
    static double[] row(double[] matrix, int width, int row) {
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }

    /** The same direction at length 1. A sign is chosen too, since a direction and its opposite are the same finding. */
    static double[] unit(double[] vector) {
        double square = 0;
        double largest = 0;
        for (double value : vector) {
            square += value * value;
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        double scale = Math.copySign(1 / Math.sqrt(Math.max(square, 1e-300)), largest);
        return Arrays.stream(vector).map(value -> value * scale).toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** The standard deviation, of N - 1. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double square = 0;
        for (double value : values) {
            square += (value - mean) * (value - mean);
        }
        return Math.sqrt(square / Math.max(1, values.length - 1));
    }
}
