package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * The kernel distance (KID): the unbiased squared maximum mean discrepancy under the kernel {@code (x.y / d + 1)^3},
 * averaged over random subsets (Bińkowski et al., 2018, section 4, <a
 * href="https://arxiv.org/abs/1801.01401">arXiv:1801.01401</a>). Its expectation does not depend on the number of samples,
 * and is 0 for equal distributions, where an estimate may fall a little below.
 *
 * @param mean of the subsets' estimates
 * @param deviation their standard deviation, divided by their number
 * @param subsets how many there were
 * @param subsetSize samples of each side in one
 */
public record KernelDistance(double mean, double deviation, int subsets, int subsetSize) {
    /** As in the paper's and the common implementations. */
    public static final int DEFAULT_SUBSETS = 100;

    public static final int LARGEST_SUBSET = 1000;

    /** By 100 subsets of 1000 samples, or of all when there are fewer. */
    public static KernelDistance between(Tensor real, Tensor fake, long seed) {
        long samples = real.shape().length == 2 && fake.shape().length == 2 ? Math.min(real.size(0), fake.size(0)) : 2;
        return between(real, fake, DEFAULT_SUBSETS, Math.clamp(samples, 2, LARGEST_SUBSET), seed);
    }

    /**
     * @param real features {@code [N, d]}
     * @param fake features {@code [M, d]}
     * @param subsets at least 1
     * @param subsetSize from 2 to the smaller of N and M; a subset holds no sample twice
     * @param seed chooses the subsets
     * @throws IllegalArgumentException when there are too few samples, the widths differ, or a number is not finite
     */
    public static KernelDistance between(Tensor real, Tensor fake, int subsets, int subsetSize, long seed) {
        if (subsets < 1 || subsetSize < 2) {
            throw new IllegalArgumentException("The kernel distance needs at least 1 subset of at least 2 samples, not "
                    + subsets + " of " + subsetSize + ".");
        }
        try (Arena arena = Arena.ofShared()) {
            Matrix reals = Matrix.of("real features", real, subsetSize, arena);
            Matrix fakes = Matrix.of("fake features", fake, subsetSize, arena);
            Features.requireSameWidth(reals.width, fakes.width);
            RandomStream stream = new RandomStream("kernel-distance", seed);
            SplittableRandom[] draws = new SplittableRandom[subsets];
            for (int i = 0; i < subsets; i++) {
                draws[i] = stream.javaRandom();
            }
            double[] estimates = new double[subsets];
            Workers.run(subsets, () -> new SubsetWorker(reals, fakes, subsetSize, draws, estimates));
            return new KernelDistance(
                    MeanAndDeviation.mean(estimates), MeanAndDeviation.deviation(estimates), subsets, subsetSize);
        }
    }

    /** Features in memory that any thread may read. */
    private record Matrix(MemorySegment values, int rows, int width) {
        static Matrix of(String what, Tensor tensor, int least, Arena arena) {
            try (var _ = TensorScope.open()) {
                Tensor features = Features.matrix(what, tensor, least);
                MemorySegment values = arena.allocate(features.elements() * Double.BYTES, 64);
                features.copyTo(values);
                return new Matrix(values, (int) features.size(0), (int) features.size(1));
            }
        }

        /** Copies some rows, none of them twice, to the start of {@code target}. */
        void sample(int count, SplittableRandom random, MemorySegment target) {
            int[] order = new int[rows];
            for (int i = 0; i < rows; i++) {
                order[i] = i;
            }
            long bytes = (long) width * Double.BYTES;
            for (int i = 0; i < count; i++) {
                int j = random.nextInt(i, rows);
                int drawn = order[j];
                order[j] = order[i];
                MemorySegment.copy(values, drawn * bytes, target, i * bytes, bytes);
            }
        }
    }

    /** Estimates the distance from one subset of each side. */
    private static final class SubsetWorker implements Workers.Worker {
        private final Matrix real;
        private final Matrix fake;
        private final int size;
        private final SplittableRandom[] draws;
        private final double[] estimates;
        private final TensorScope scope = TensorScope.open();
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment x;
        private final MemorySegment y;
        private final MemorySegment products;
        private final double[] row;

        SubsetWorker(Matrix real, Matrix fake, int size, SplittableRandom[] draws, double[] estimates) {
            this.real = real;
            this.fake = fake;
            this.size = size;
            this.draws = draws;
            this.estimates = estimates;
            this.x = arena.allocate((long) size * real.width * Double.BYTES, 64);
            this.y = arena.allocate((long) size * real.width * Double.BYTES, 64);
            this.products = arena.allocate((long) size * size * Double.BYTES, 64);
            this.row = new double[size];
        }

        @Override
        public void accept(int subset) {
            real.sample(size, draws[subset], x);
            fake.sample(size, draws[subset], y);
            double within = kernelSum(x, x, true) + kernelSum(y, y, true);
            double across = kernelSum(x, y, false);
            double m = size;
            estimates[subset] = within / (m * (m - 1)) - 2 * across / (m * m);
        }

        /** The kernel's sum over all pairs; without a sample's pair with itself, which would bias it. */
        private double kernelSum(MemorySegment a, MemorySegment b, boolean skipDiagonal) {
            try (var _ = TensorScope.open()) {
                LinearAlgebra.product(
                        Tensors.borrow(a, DType.FLOAT64, size, real.width),
                        Tensors.borrow(b, DType.FLOAT64, size, real.width).transpose(),
                        Tensors.borrow(products, DType.FLOAT64, size, size));
            }
            double sum = 0;
            for (int i = 0; i < size; i++) {
                MemorySegment.copy(products, ValueLayout.JAVA_DOUBLE, (long) i * size * Double.BYTES, row, 0, size);
                double rowSum = 0;
                for (int j = 0; j < size; j++) {
                    rowSum += kernel(row[j]);
                }
                sum += skipDiagonal ? rowSum - kernel(row[i]) : rowSum;
            }
            return sum;
        }

        private double kernel(double product) {
            double base = product / real.width + 1;
            return base * base * base;
        }

        @Override
        public void close() {
            arena.close();
            scope.close();
        }
    }
}
