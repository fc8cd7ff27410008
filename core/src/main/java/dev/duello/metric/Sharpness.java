package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Device;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.TensorScope;
import dev.duello.torch.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How sharp images are: the variance of the Laplacian (Pech-Pacheco et al., 2000), of the mean of all channels in [0, 1], the mean
 * over images. Only images of one size and content can be compared.
 */
public final class Sharpness {
    private static final int BATCH = 200;
    private static final float[] LAPLACIAN = {0, 1, 0, 1, -4, 1, 0, 1, 0};

    private Sharpness() {}

    /** Of all images of a source, whose sides must be at least 3. */
    public static double of(ImageSource images) {
        double sum = 0;
        for (int start = 0; start < images.count(); start += BATCH) {
            int count = Math.min(BATCH, images.count() - start);
            try (var _ = TensorScope.open();
                    Arena arena = Arena.ofConfined()) {
                MemorySegment stored =
                        arena.allocate((long) count * images.format().bytes());
                images.fill(start, count, stored);
                sum += of(images.format()
                                .toTensor(stored, count, Device.CPU)
                                .add(1)
                                .multiply(0.5))
                        .sum()
                        .item();
            }
        }
        return sum / images.count();
    }

    /**
     * Of each image.
     *
     * @param images {@code [N, C, H, W]} in [0, 1]
     * @return {@code [N]}
     */
    static Tensor of(Tensor images) {
        Tensor gray = images.to(DType.FLOAT32).mean(1);
        long[] shape = gray.shape();
        Tensor edges = Functions.convolution(
                        gray.reshape(shape[0], 1, shape[1], shape[2]),
                        Tensors.of(LAPLACIAN, 1, 1, 3, 3),
                        null,
                        new long[] {1, 1},
                        new long[] {0, 0},
                        1)
                .reshape(shape[0], -1);
        return edges.square().mean(1).subtract(edges.mean(1).square());
    }
}
