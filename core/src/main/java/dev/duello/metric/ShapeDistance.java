package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;

/** How far two solid shapes are from each other. */
enum ShapeDistance {
    /** 1 minus the cells that both fill divided by those that one of them fills: from 0 to 1. */
    IOU("iou", "their overlap (1 minus intersection over union)") {
        @Override
        double[][] between(Occupancy some, Occupancy others) {
            double[][] distances = products(some.cells(), some.count(), others.cells(), others.count(), some.side());
            int[] ofSome = sums(some);
            int[] ofOthers = sums(others);
            for (int i = 0; i < distances.length; i++) {
                for (int j = 0; j < distances[i].length; j++) {
                    double union = ofSome[i] + ofOthers[j] - distances[i][j];
                    distances[i][j] = union == 0 ? 0 : 1 - distances[i][j] / union;
                }
            }
            return distances;
        }
    },

    /**
     * Chamfer distance of the cells at the surface: the mean squared distance from each to the nearest of the other shape, of both ways
     * added, where the cube is 1 wide. It is exact, by distance transforms.
     */
    CHAMFER("chamfer", "the Chamfer distance of the surfaces") {
        @Override
        double[][] between(Occupancy some, Occupancy others) {
            double[][] there = means(some, others);
            double[][] back = means(others, some);
            for (int i = 0; i < there.length; i++) {
                for (int j = 0; j < there[i].length; j++) {
                    there[i][j] += back[j][i];
                }
            }
            return there;
        }
    };

    /** Rows multiplied at a time: of 32x32x32 cells, a few megabytes. */
    private static final int ROWS = 64;

    private final String key;
    private final String words;

    ShapeDistance(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** At the end of a metric's name. */
    String key() {
        return key;
    }

    String words() {
        return words;
    }

    /** Of each of some shapes to each of others, in rows. */
    abstract double[][] between(Occupancy some, Occupancy others);

    private static int[] sums(Occupancy shapes) {
        return IntStream.range(0, shapes.count())
                .map(i -> {
                    int sum = 0;
                    for (byte cell : shapes.cells()[i]) {
                        sum += cell;
                    }
                    return sum;
                })
                .toArray();
    }

    /** For each shape and each other one, the mean over the surface of the first of the squared distance to the second. */
    private static double[][] means(Occupancy some, Occupancy others) {
        int side = some.side();
        double farthest = 3;
        double[][] sums = new double[some.count()][others.count()];
        int[] surface = new int[some.count()];
        byte[][] surfaces = some.surfaces();
        for (int i = 0; i < surface.length; i++) {
            for (byte cell : surfaces[i]) {
                surface[i] += cell;
            }
        }
        for (int from = 0; from < others.count(); from += ROWS) {
            int to = Math.min(others.count(), from + ROWS);
            float[] fields = new float[(to - from) * side * side * side];
            int first = from;
            IntStream.range(from, to).parallel().forEach(j -> {
                float[] field = DistanceField.squared(others.surfaces()[j], side);
                System.arraycopy(field, 0, fields, (j - first) * field.length, field.length);
            });
            double[][] part = products(surfaces, some.count(), fields, to - from, side);
            for (int i = 0; i < sums.length; i++) {
                System.arraycopy(part[i], 0, sums[i], from, to - from);
            }
        }
        byte[][] otherSurfaces = others.surfaces();
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < sums[i].length; j++) {
                boolean nothing = surface[i] == 0;
                boolean nowhere = isEmpty(otherSurfaces[j]);
                sums[i][j] = nothing && nowhere
                        ? 0
                        : nothing || nowhere ? farthest : sums[i][j] / surface[i] / ((double) side * side);
            }
        }
        return sums;
    }

    private static boolean isEmpty(byte[] cells) {
        for (byte cell : cells) {
            if (cell != 0) {
                return false;
            }
        }
        return true;
    }

    /** Scalar products of rows of zeros and ones with others. */
    private static double[][] products(byte[][] some, int count, byte[][] others, int otherCount, int side) {
        double[][] all = new double[count][otherCount];
        for (int from = 0; from < otherCount; from += ROWS) {
            int to = Math.min(otherCount, from + ROWS);
            double[][] part = products(some, count, floats(others, from, to), to - from, side);
            for (int i = 0; i < count; i++) {
                System.arraycopy(part[i], 0, all[i], from, to - from);
            }
        }
        return all;
    }

    private static double[][] products(byte[][] some, int count, float[] others, int otherCount, int side) {
        long cells = (long) side * side * side;
        double[][] all = new double[count][];
        try (var _ = TensorScope.open()) {
            Tensor columns = Tensors.of(others, otherCount, cells).transpose();
            for (int from = 0; from < count; from += ROWS) {
                int to = Math.min(count, from + ROWS);
                try (var _ = TensorScope.open()) {
                    float[] part = Tensors.of(floats(some, from, to), to - from, cells)
                            .matmul(columns)
                            .toFloats();
                    for (int i = from; i < to; i++) {
                        double[] row = new double[otherCount];
                        int start = (i - from) * otherCount;
                        Arrays.setAll(row, j -> part[start + j]);
                        all[i] = row;
                    }
                }
            }
        }
        return all;
    }

    private static float[] floats(byte[][] rows, int from, int to) {
        int length = rows[from].length;
        float[] floats = new float[(to - from) * length];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < length; j++) {
                floats[(i - from) * length + j] = rows[i][j];
            }
        }
        return floats;
    }
}
