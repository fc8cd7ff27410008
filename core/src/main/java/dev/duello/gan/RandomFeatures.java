package dev.duello.gan;

import dev.duello.nn.Shape;
import dev.duello.torch.CloseOnFailure;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.RandomStream;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fixed random features of images, vectors of length 1 whose mean tells what a set of images is like: cosines and sines of random
 * projections of the pixels, for Gaussian kernels of several widths (random Fourier features, Rahimi and Recht, 2007). Wide
 * kernels tell sets apart whose means differ, narrow ones also those that differ in finer ways. Large images are averaged down first.
 * The projections are the same for every training and hang on no data. Whoever makes them closes them.
 */
final class RandomFeatures implements AutoCloseable {
    /** Widths of the kernels, for pixels in [-1, 1], divided by the root of the number of pixels. */
    private static final double[] WIDTHS = {0.18, 0.36, 0.72};

    /** For each width; as many cosines as sines. */
    private static final int PROJECTIONS = 1500;

    private static final int LARGEST_SIDE = 32;
    private static final long SEED = 7;

    private final long[] pool;
    private final List<Tensor> projections;

    private RandomFeatures(long[] pool, List<Tensor> projections) {
        this.pool = pool;
        this.projections = projections;
    }

    /**
     * Features of images of a shape.
     *
     * @param image {@code [C, H, W]}
     */
    static RandomFeatures of(Shape image, Device device) {
        long[] pool = image.spatial().stream()
                .mapToLong(side -> Math.ceilDiv(side, LARGEST_SIDE))
                .toArray();
        long pixels = image.channels();
        for (int axis = 0; axis < pool.length; axis++) {
            pixels *= image.spatial().get(axis) / pool[axis];
        }
        RandomStream random = new RandomStream("embedding-features", SEED);
        List<Tensor> projections = new ArrayList<>();
        try (CloseOnFailure opened = new CloseOnFailure();
                var _ = TensorScope.open()) {
            for (double width : WIDTHS) {
                projections.add(opened.add(random.normal(device, PROJECTIONS, pixels)
                        .multiply(1 / (width * Math.sqrt(pixels)))
                        .keep()));
            }
            opened.succeeded();
        }
        return new RandomFeatures(pool, projections);
    }

    /** Numbers in a vector. */
    int size() {
        return 2 * PROJECTIONS * projections.size();
    }

    /** The vectors of images {@code [N, C, H, W]} in [-1, 1], {@code [N, size]}, each of length 1. */
    Tensor of(Tensor images) {
        Tensor small = Arrays.stream(pool).allMatch(side -> side == 1)
                ? images
                : Functions.averagePool(images, pool, pool, new long[pool.length]);
        Tensor pixels = small.reshape(images.size(0), -1);
        List<Tensor> parts = new ArrayList<>();
        for (Tensor projection : projections) {
            Tensor phases = Functions.linear(pixels, projection, null);
            parts.add(Functions.cos(phases));
            parts.add(Functions.sin(phases));
        }
        return Tensors.concatenate(parts, 1).multiply(1 / Math.sqrt((double) PROJECTIONS * projections.size()));
    }

    @Override
    public void close() {
        projections.forEach(Tensor::close);
    }
}
