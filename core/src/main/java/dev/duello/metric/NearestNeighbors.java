package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import java.util.Arrays;

/**
 * For each point the k nearest of other points, by Euclidean distance, the nearest first. Time grows with the product of both
 * numbers; memory beyond the result does not.
 */
public final class NearestNeighbors {
    private final int k;
    private final int[] indices;
    private final double[] squared;

    private NearestNeighbors(int points, int k) {
        this.k = k;
        this.indices = new int[points * k];
        this.squared = new double[points * k];
        Arrays.fill(squared, Double.POSITIVE_INFINITY);
    }

    /**
     * @param points features {@code [N, d]}
     * @param among features {@code [M, d]}
     * @param k from 1 to M
     * @throws IllegalArgumentException when there are too few points, the widths differ, or a number is not finite
     */
    public static NearestNeighbors of(Tensor points, Tensor among, int k) {
        if (k < 1 || k > among.size(0)) {
            throw new IllegalArgumentException("k must be 1 to " + among.size(0) + ", not " + k + ".");
        }
        try (var _ = TensorScope.open()) {
            Features centered = Features.of(among, points, 1).centered();
            NearestNeighbors found = new NearestNeighbors((int) points.size(0), k);
            Distances.visit(centered.fake(), centered.real(), found::see);
            return found;
        }
    }

    private void see(int row, int firstColumn, double[] distances, int columns) {
        int last = row * k + k - 1;
        for (int j = 0; j < columns; j++) {
            if (distances[j] < squared[last]) {
                insert(row * k, last, firstColumn + j, distances[j]);
            }
        }
    }

    private void insert(int first, int last, int index, double distance) {
        int at = last;
        while (at > first && squared[at - 1] > distance) {
            squared[at] = squared[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        squared[at] = distance;
        indices[at] = index;
    }

    /** Number of neighbors of each point. */
    public int k() {
        return k;
    }

    /** Number of points that have neighbors. */
    public int size() {
        return indices.length / k;
    }

    /**
     * Which of the others is near.
     *
     * @param rank 0 for the nearest, less than k
     */
    public int index(int point, int rank) {
        return indices[point * k + rank];
    }

    /** How far that one is, at least 0. */
    public double distance(int point, int rank) {
        return Math.sqrt(Math.max(0, squared[point * k + rank]));
    }
}
