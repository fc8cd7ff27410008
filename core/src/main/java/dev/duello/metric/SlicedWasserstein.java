package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.LinearAlgebra;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How differently real and fake images are textured at each scale, without any feature network: the mean Wasserstein-1
 * distance between the 7x7 patches of a Laplacian pyramid level along 512 random directions, times 1000 (Karras et al.,
 * 2018, section 5, <a href="https://arxiv.org/abs/1710.10196">arXiv:1710.10196</a>). Patches are normalized by channel over
 * a side's whole set, so brightness, contrast and the range of the pixels do not count.
 *
 * @param levels finest first: while both sides are at least 16 pixels long
 * @param mean over the levels
 */
public record SlicedWasserstein(List<Level> levels, double mean) {
    private static final int DIRECTIONS = 4 * 128;
    private static final int DIRECTIONS_AT_ONCE = 8;
    private static final double SCALE = 1e3;

    /**
     * One scale.
     *
     * @param height of the level, in pixels
     * @param width of the level, in pixels
     * @param distance at least 0
     */
    public record Level(int height, int width, double distance) {}

    /**
     * Patches are cut at the same places of both sides, so a set has a distance of exactly 0 to itself. They are held in
     * native memory: {@code 2 * N * C * 25} kB.
     *
     * @param real {@code [N, C, H, W]}, in any range; sides at least 16
     * @param fake of the same shape; the published numbers are of 16,384 images
     * @param seed chooses places and directions
     * @throws IllegalArgumentException when the shapes differ, a side is too short, or a number is not finite
     */
    public static SlicedWasserstein between(Tensor real, Tensor fake, long seed) {
        long[] shape = real.shape();
        if (shape.length != 4 || !Arrays.equals(shape, fake.shape()) || real.elements() == 0) {
            throw new IllegalArgumentException("The sliced Wasserstein distance needs as many fake as real images, both"
                    + " [N, C, H, W], not " + Arrays.toString(fake.shape()) + " and " + Arrays.toString(shape) + ".");
        }
        int count = LaplacianPyramid.levels(shape[2], shape[3]);
        if (count == 0) {
            throw new IllegalArgumentException("Images of " + shape[2] + " by " + shape[3]
                    + " pixels are too small: their sides must be at least " + LaplacianPyramid.SMALLEST_SIDE + ".");
        }
        try (var _ = TensorScope.open()) {
            Tensor reals = Features.finite("real images", real).to(DType.FLOAT32);
            Tensor fakes = Features.finite("fake images", fake).to(DType.FLOAT32);
            RandomStream directions = new RandomStream("sliced-directions", seed);
            List<Level> levels = new ArrayList<>();
            long height = shape[2];
            long width = shape[3];
            for (int i = 0; i < count; i++) {
                try (Arena arena = Arena.ofShared()) {
                    Patches a = Patches.cut(reals, i, count, places(i, seed), arena);
                    Patches b = Patches.cut(fakes, i, count, places(i, seed), arena);
                    double distance =
                            distance(a, b, directions.normal(Device.CPU, DIRECTIONS, shape[1] * Patches.AREA));
                    levels.add(new Level((int) height, (int) width, distance));
                }
                height = LaplacianPyramid.half(height);
                width = LaplacianPyramid.half(width);
            }
            return new SlicedWasserstein(
                    List.copyOf(levels),
                    levels.stream().mapToDouble(Level::distance).average().orElseThrow());
        }
    }

    private static SplittableRandom places(int level, long seed) {
        return new RandomStream("sliced-places-" + level, seed).javaRandom();
    }

    /**
     * @param directions {@code [D, C * 49]}, of any length
     */
    static double distance(Patches a, Patches b, Tensor directions) {
        try (var _ = TensorScope.open()) {
            int count = (int) directions.size(0);
            Projection first = new Projection(a, directions);
            Projection second = new Projection(b, directions);
            double[] distances = new double[count];
            int groups = (count + DIRECTIONS_AT_ONCE - 1) / DIRECTIONS_AT_ONCE;
            Workers.run(groups, () -> new GroupWorker(first, second, distances));
            return MeanAndDeviation.mean(distances) * SCALE;
        }
    }

    /** The normalization of the patches, moved into directions and offsets: the patches stay as they are. */
    private static final class Projection {
        private final Tensor patches;
        private final Tensor directions;
        private final double[] offsets;

        Projection(Patches patches, Tensor directions) {
            int count = (int) directions.size(0);
            int width = (int) directions.size(1);
            double[] values = directions.toDoubles();
            float[] scaled = new float[values.length];
            offsets = new double[count];
            for (int i = 0; i < count; i++) {
                double squares = 0;
                for (int j = i * width; j < (i + 1) * width; j++) {
                    squares += values[j] * values[j];
                }
                double length = Math.sqrt(squares);
                for (int j = 0; j < width; j++) {
                    int channel = j / Patches.AREA;
                    int at = i * width + j;
                    scaled[at] = (float) (values[at] / (length * patches.deviation(channel)));
                    offsets[i] += scaled[at] * patches.mean(channel);
                }
            }
            this.patches = patches.matrix().transpose();
            this.directions = Tensors.of(scaled, count, width);
        }

        /** Along some directions, one a row of {@code target}. */
        void onto(int start, int count, MemorySegment target) {
            LinearAlgebra.product(
                    directions.narrow(0, start, count),
                    patches,
                    Tensors.borrow(target, DType.FLOAT32, count, patches.size(1)));
        }
    }

    /** Measures along a group of directions. */
    private static final class GroupWorker implements Workers.Worker {
        private final Projection first;
        private final Projection second;
        private final double[] distances;
        private final int points;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment firstProjected;
        private final MemorySegment secondProjected;
        private final float[] x;
        private final float[] y;
        private final FloatSort sort;

        GroupWorker(Projection first, Projection second, double[] distances) {
            this.first = first;
            this.second = second;
            this.distances = distances;
            this.points = (int) first.patches.size(1);
            this.firstProjected = arena.allocate((long) DIRECTIONS_AT_ONCE * points * Float.BYTES, 64);
            this.secondProjected = arena.allocate((long) DIRECTIONS_AT_ONCE * points * Float.BYTES, 64);
            this.x = new float[points];
            this.y = new float[points];
            this.sort = new FloatSort(points);
        }

        @Override
        public void accept(int group) {
            int start = group * DIRECTIONS_AT_ONCE;
            int count = Math.min(DIRECTIONS_AT_ONCE, distances.length - start);
            try (var _ = TensorScope.open()) {
                first.onto(start, count, firstProjected);
                second.onto(start, count, secondProjected);
            }
            for (int i = 0; i < count; i++) {
                sorted(firstProjected, i, x);
                sorted(secondProjected, i, y);
                double shift = first.offsets[start + i] - second.offsets[start + i];
                double sum = 0;
                for (int j = 0; j < points; j++) {
                    sum += Math.abs((double) x[j] - y[j] - shift);
                }
                distances[start + i] = sum / points;
            }
        }

        private void sorted(MemorySegment rows, int row, float[] target) {
            MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, (long) row * points * Float.BYTES, target, 0, points);
            sort.sort(target);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
