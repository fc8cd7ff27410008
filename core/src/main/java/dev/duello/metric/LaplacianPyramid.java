package dev.duello.metric;

import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Images taken apart by scale: each level but the last holds what the next, half as large, leaves out (Burt and Adelson,
 * 1983). The filter is the outer product of {@code (1, 4, 6, 4, 1) / 16} with itself, and images go on beyond their edge
 * as in a mirror, without the edge itself. Filtering an axis and halving it is one matrix, so a level is two products.
 */
final class LaplacianPyramid {
    /** The shortest side of a level. */
    static final int SMALLEST_SIDE = 16;

    private static final double[] FILTER = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

    private LaplacianPyramid() {}

    /** How many levels have both sides at least {@link #SMALLEST_SIDE} long. */
    static int levels(long height, long width) {
        int levels = 0;
        for (long side = Math.min(height, width); side >= SMALLEST_SIDE; side = half(side)) {
            levels++;
        }
        return levels;
    }

    /** The length of an axis on the next level: odd ones are rounded up. */
    static long half(long side) {
        return (side + 1) / 2;
    }

    /**
     * The first levels, finest first; the last one holds all that remains.
     *
     * @param images {@code [N, C, H, W]}, float32
     * @return {@code [N, C, h, w]} each
     */
    static List<Tensor> of(Tensor images, int levels) {
        List<Tensor> pyramid = new ArrayList<>(levels);
        Tensor current = images;
        for (int i = 1; i < levels; i++) {
            int height = (int) current.size(2);
            int width = (int) current.size(3);
            Tensor smaller = alongBoth(current, shrinking(height), shrinking(width));
            pyramid.add(current.subtract(alongBoth(smaller, enlarging(height), enlarging(width))));
            current = smaller;
        }
        pyramid.add(current);
        return pyramid;
    }

    private static Tensor alongBoth(Tensor images, Tensor vertical, Tensor horizontal) {
        return alongWidth(alongWidth(images, horizontal).permute(0, 1, 3, 2), vertical)
                .permute(0, 1, 3, 2);
    }

    private static Tensor alongWidth(Tensor images, Tensor matrix) {
        long n = images.size(0);
        long channels = images.size(1);
        long height = images.size(2);
        return images.reshape(n * channels * height, images.size(3))
                .matmul(matrix.transpose())
                .reshape(n, channels, height, matrix.size(0));
    }

    /** {@code [ceil(n / 2), n]}: filters, and keeps every second element. */
    private static Tensor shrinking(int n) {
        int half = (int) half(n);
        float[] matrix = new float[half * n];
        for (int i = 0; i < half; i++) {
            for (int tap = -2; tap <= 2; tap++) {
                matrix[i * n + mirrored(2 * i + tap, n)] += (float) FILTER[tap + 2];
            }
        }
        return Tensors.of(matrix, half, n);
    }

    /** {@code [n, ceil(n / 2)]}: puts zeros between the elements, and filters twice as strongly. */
    private static Tensor enlarging(int n) {
        int half = (int) half(n);
        float[] matrix = new float[n * half];
        for (int i = 0; i < n; i++) {
            for (int tap = -2; tap <= 2; tap++) {
                int source = mirrored(i + tap, n);
                if (source % 2 == 0) {
                    matrix[i * half + source / 2] += (float) (2 * FILTER[tap + 2]);
                }
            }
        }
        return Tensors.of(matrix, n, half);
    }

    private static int mirrored(int i, int n) {
        int positive = Math.abs(i);
        return positive < n ? positive : 2 * (n - 1) - positive;
    }
}
