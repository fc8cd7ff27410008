package dev.duello.privacy.audit;

import dev.duello.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.clustering.DoublePoint;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.MultiKMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.Well19937c;

/** A few regions of the feature space, found by k-means (Arthur and Vassilvitskii, 2007) on training data; always the same. */
final class Cells implements AutoCloseable {
    private static final int COUNT = 3;
    private static final int COMPONENTS = 64;
    private static final int LOOKED_AT = 2_000;
    private static final int ROUNDS = 100;
    private static final int TRIALS = 10;

    private final PrincipalComponents components;
    private final double[][] centers;

    private Cells(PrincipalComponents components, double[][] centers) {
        this.components = components;
        this.centers = centers;
    }

    /** @param members features {@code [N, d]} of the training data, at least 2 */
    static Cells of(Tensor members) {
        PrincipalComponents components = PrincipalComponents.of(members, COMPONENTS);
        double[][] rows = components.project(members);
        int looked = Math.min(LOOKED_AT, rows.length);
        double[][] some = new double[looked][];
        for (int i = 0; i < looked; i++) {
            some[i] = rows[(int) ((long) i * rows.length / looked)];
        }
        List<DoublePoint> points =
                Arrays.stream(some).distinct().map(DoublePoint::new).toList();
        var kMeans = new KMeansPlusPlusClusterer<DoublePoint>(
                Math.min(COUNT, points.size()), ROUNDS, new EuclideanDistance(), new Well19937c(0));
        double[][] centers = new MultiKMeansPlusPlusClusterer<>(kMeans, TRIALS)
                .cluster(points).stream()
                        .map(cluster -> cluster.getCenter().getPoint())
                        .toArray(double[][]::new);
        return new Cells(components, centers);
    }

    /** The cell of each row of features, from 0. */
    int[] find(Tensor features) {
        return Arrays.stream(components.project(features))
                .mapToInt(this::nearest)
                .toArray();
    }

    private int nearest(double[] row) {
        int nearest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int cell = 0; cell < centers.length; cell++) {
            double sum = 0;
            for (int k = 0; k < row.length; k++) {
                sum += (row[k] - centers[cell][k]) * (row[k] - centers[cell][k]);
            }
            if (sum < smallest) {
                smallest = sum;
                nearest = cell;
            }
        }
        return nearest;
    }

    @Override
    public void close() {
        components.close();
    }
}
