package dev.duello.privacy.audit;

import dev.duello.metric.NearestNeighbors;
import dev.duello.torch.Tensor;
import java.util.Arrays;

/** The k nearest of others for each of some points, where the others come in parts, so that they need not all be in memory. */
final class Nearest {
    private final double[][] distances;
    private final int[][] indices;
    private int seen;

    Nearest(int points, int k) {
        distances = new double[k][points];
        indices = new int[k][points];
        for (double[] rank : distances) {
            Arrays.fill(rank, Double.POSITIVE_INFINITY);
        }
    }

    static Nearest of(Tensor points, Tensor among, int k) {
        Nearest nearest = new Nearest((int) points.size(0), k);
        nearest.add(points, among);
        return nearest;
    }

    /** Looks at more of the others. */
    void add(Tensor points, Tensor among) {
        NearestNeighbors found = NearestNeighbors.of(points, among, (int) Math.min(distances.length, among.size(0)));
        for (int point = 0; point < found.size(); point++) {
            for (int rank = 0; rank < found.k(); rank++) {
                insert(point, seen + found.index(point, rank), found.distance(point, rank));
            }
        }
        seen += (int) among.size(0);
    }

    private void insert(int point, int index, double distance) {
        int at = distances.length;
        while (at > 0 && distances[at - 1][point] > distance) {
            at--;
            if (at + 1 < distances.length) {
                distances[at + 1][point] = distances[at][point];
                indices[at + 1][point] = indices[at][point];
            }
        }
        if (at < distances.length) {
            distances[at][point] = distance;
            indices[at][point] = index;
        }
    }

    /** Of each point, infinite where there were fewer others. */
    double[] distances(int rank) {
        return distances[rank];
    }

    int[] indices(int rank) {
        return indices[rank];
    }
}
