package dev.duello.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A random forest of regression trees (Breiman 2001), small and without options: a hundred trees on samples with replacement. */
final class RegressionForest {
    private static final int TREES = 100;
    private static final int SMALLEST = 4;

    private final List<Tree> trees = new ArrayList<>();

    /** A tree, and which rows it has not seen. */
    private record Tree(Node root, int[] unseen) {}

    private sealed interface Node {}

    private record Leaf(double value) implements Node {}

    private record Split(int feature, double threshold, Node below, Node above) implements Node {}

    /**
     * @param x rows of features, {@code [n][features]}
     * @param y their values, {@code [n]}
     */
    RegressionForest(double[][] x, double[] y, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TREES; i++) {
            int[] rows = IntStream.range(0, y.length)
                    .map(_ -> random.nextInt(y.length))
                    .toArray();
            int[] sorted = rows.clone();
            Arrays.sort(sorted);
            int[] unseen = IntStream.range(0, y.length)
                    .filter(row -> Arrays.binarySearch(sorted, row) < 0)
                    .toArray();
            trees.add(new Tree(grow(x, y, rows, random), unseen));
        }
    }

    private static Node grow(double[][] x, double[] y, int[] rows, SplittableRandom random) {
        double mean = Arrays.stream(rows).mapToDouble(row -> y[row]).average().orElseThrow();
        double most = squares(y, rows, mean) * (1 - 1e-9);
        Split best = null;
        int[] bestBelow = rows;
        int[] bestAbove = rows;
        if (rows.length >= SMALLEST && most > 0) {
            int features = x[0].length;
            int tried = Math.max(1, (features + 1) / 2);
            int[] order = IntStream.range(0, features).toArray();
            for (int i = 0; i < tried; i++) {
                int other = i + random.nextInt(features - i);
                int feature = order[other];
                order[other] = order[i];
                double[] places = Arrays.stream(rows)
                        .mapToDouble(row -> x[row][feature])
                        .sorted()
                        .distinct()
                        .toArray();
                for (int j = 1; j < places.length; j++) {
                    double threshold = (places[j - 1] + places[j]) / 2;
                    int[] below = Arrays.stream(rows)
                            .filter(row -> x[row][feature] < threshold)
                            .toArray();
                    int[] above = Arrays.stream(rows)
                            .filter(row -> x[row][feature] >= threshold)
                            .toArray();
                    double left = squares(y, below) + squares(y, above);
                    if (left < most) {
                        most = left;
                        best = new Split(feature, threshold, new Leaf(mean), new Leaf(mean));
                        bestBelow = below;
                        bestAbove = above;
                    }
                }
            }
        }
        return best == null
                ? new Leaf(mean)
                : new Split(best.feature, best.threshold, grow(x, y, bestBelow, random), grow(x, y, bestAbove, random));
    }

    private static double squares(double[] y, int[] rows) {
        return squares(
                y,
                rows,
                Arrays.stream(rows).mapToDouble(row -> y[row]).average().orElse(0));
    }

    private static double squares(double[] y, int[] rows, double mean) {
        return Arrays.stream(rows)
                .mapToDouble(row -> (y[row] - mean) * (y[row] - mean))
                .sum();
    }

    private static double predict(Node node, double[] row, int feature, double instead) {
        Node at = node;
        while (at instanceof Split split) {
            double value = split.feature == feature ? instead : row[split.feature];
            at = value < split.threshold ? split.below : split.above;
        }
        return ((Leaf) at).value;
    }

    double predict(double[] row) {
        return trees.stream()
                .mapToDouble(tree -> predict(tree.root, row, -1, 0))
                .average()
                .orElseThrow();
    }

    /**
     * By how much the mean squared error on rows that a tree has not seen grows when a feature is shuffled among them
     * (permutation importance), 0 at least, as shares that add up to 1; all 0 when nothing helps.
     */
    double[] importance(double[][] x, double[] y, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] growth = new double[x[0].length];
        for (int feature = 0; feature < growth.length; feature++) {
            for (Tree tree : trees) {
                int[] unseen = tree.unseen;
                for (int row : unseen) {
                    double other = x[unseen[random.nextInt(unseen.length)]][feature];
                    double with = y[row] - predict(tree.root, x[row], -1, 0);
                    double without = y[row] - predict(tree.root, x[row], feature, other);
                    growth[feature] += without * without - with * with;
                }
            }
            growth[feature] = Math.max(0, growth[feature]);
        }
        double sum = Arrays.stream(growth).sum();
        return Arrays.stream(growth).map(each -> sum == 0 ? 0 : each / sum).toArray();
    }
}
