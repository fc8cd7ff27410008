package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Squared Euclidean distances between all rows of two matrices, a tile at a time: memory is a few MB a thread for any
 * number of rows.
 *
 * <p>{@code |x - y|^2 = |x|^2 + |y|^2 - 2 x.y} comes out of one matrix product of rows {@code (-2x, |x|^2, 1)} and
 * {@code (y, 1, |y|^2)}. Its rounding error is at most {@link #relativeError} times {@code (|x| + |y|)^2}, so points
 * should be centered first.
 */
final class Distances {
    private static final int TILE_ROWS = 256;
    private static final int TILE_COLUMNS = 2048;

    private Distances() {}

    /** Is shown the distances from one row of the first matrix to a stretch of the second's. */
    interface Visitor {
        /**
         * Called for a given row by one thread, in ascending order of columns; for other rows at the same time by others.
         *
         * @param squared the distances to rows {@code firstColumn} to {@code firstColumn + count - 1}; may be a little
         *     below zero
         */
        void row(int row, int firstColumn, double[] squared, int count);
    }

    /** A bound on the error of a squared distance, relative to {@code (|x| + |y|)^2}. */
    static double relativeError(long width) {
        // A sum of width + 2 products, and the squared norms among them.
        return (width + 4) * Math.ulp(1.0);
    }

    /** {@code |x|^2} of each row. */
    static double[] squaredNorms(Tensor points) {
        try (var _ = TensorScope.open()) {
            return points.square().sum(1L).toDoubles();
        }
    }

    /**
     * Visits every pair.
     *
     * @param a {@code [N, d]}, float64
     * @param b {@code [M, d]}, float64
     */
    static void visit(Tensor a, Tensor b, Visitor visitor) {
        try (var _ = TensorScope.open()) {
            Tensor left = Tensors.concatenate(List.of(a.multiply(-2), normColumn(a), ones(a)), 1);
            Tensor right = Tensors.concatenate(List.of(b, ones(b), normColumn(b)), 1);
            int strips = (int) ((a.size(0) + TILE_ROWS - 1) / TILE_ROWS);
            Workers.run(strips, () -> new StripWorker(left, right, visitor));
        }
    }

    private static Tensor normColumn(Tensor points) {
        return points.square().sum(1L).reshape(points.size(0), 1);
    }

    private static Tensor ones(Tensor points) {
        return Tensors.zeros(Device.CPU, points.size(0), 1).to(DType.FLOAT64).add_(1);
    }

    /** Computes the tiles of a strip of rows. */
    private static final class StripWorker implements Workers.Worker {
        private final Tensor left;
        private final Tensor right;
        private final Visitor visitor;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment tile = arena.allocate((long) TILE_ROWS * TILE_COLUMNS * Double.BYTES, 64);
        private final double[] squared = new double[TILE_COLUMNS];

        StripWorker(Tensor left, Tensor right, Visitor visitor) {
            this.left = left;
            this.right = right;
            this.visitor = visitor;
        }

        @Override
        public void accept(int strip) {
            int firstRow = strip * TILE_ROWS;
            int rows = (int) Math.min(TILE_ROWS, left.size(0) - firstRow);
            for (int column = 0; column < right.size(0); column += TILE_COLUMNS) {
                int columns = (int) Math.min(TILE_COLUMNS, right.size(0) - column);
                try (var _ = TensorScope.open()) {
                    LinearAlgebra.product(
                            left.narrow(0, firstRow, rows),
                            right.narrow(0, column, columns).transpose(),
                            Tensors.borrow(tile, DType.FLOAT64, rows, columns));
                }
                for (int row = 0; row < rows; row++) {
                    long offset = (long) row * columns * Double.BYTES;
                    MemorySegment.copy(tile, ValueLayout.JAVA_DOUBLE, offset, squared, 0, columns);
                    visitor.row(firstRow + row, column, squared, columns);
                }
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
