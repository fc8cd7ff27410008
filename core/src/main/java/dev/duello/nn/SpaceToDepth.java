package dev.duello.nn;

import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Kernel 4, stride 2, padding 1, seen as what it also is: a 2×2 kernel with stride 1 over blocks of 2×2 pixels. Between many
 * channels and the few of an image, oneDNN computes the usual form at a tenth of the processor's speed, and this one several
 * times faster.
 *
 * <p>An axis of 4 numbers in a weight is 2 blocks of 2 pixels; a block's numbers are ordered by row, column and channel, and
 * lie together in memory: {@code [N, block rows, block columns, 4 C]}.
 */
final class SpaceToDepth {
    private static final int FEW = 4;

    private SpaceToDepth() {}

    /**
     * Whether a layer is of this kind, computed on the CPU, and has few channels on the side of the images. The sides of
     * images that go in must be even besides.
     */
    static boolean suits(long channels, Tensor input) {
        return channels <= FEW && input.isOnCpu();
    }

    /**
     * The convolution, as one with stride 1 over blocks.
     *
     * @param images {@code [N, C, H, W]}, of even sides
     * @param weight {@code [out, C, 4, 4]}
     */
    static Tensor convolution(Tensor images, Tensor weight, @Nullable Tensor bias) {
        Tensor blocks = blocks(images).permute(0, 3, 1, 2);
        Tensor kernel = split(weight).permute(0, 3, 5, 1, 2, 4).reshape(weight.size(0), blocks.size(1), 2, 2);
        return Functions.convolution(blocks, kernel, bias, new long[] {1, 1}, new long[] {0, 0}, 1);
    }

    /**
     * The transposed convolution, as a convolution with stride 1 that makes blocks.
     *
     * @param maps {@code [N, C, H, W]}
     * @param weight {@code [C, out, 4, 4]}
     * @return {@code [N, out, 2 H, 2 W]}
     */
    static Tensor transposed(Tensor maps, Tensor weight, @Nullable Tensor bias) {
        // What one pixel spreads, seen from the pixel that receives it, is the other way round.
        Tensor kernel =
                split(weight).flip(2, 4).permute(3, 5, 1, 0, 2, 4).reshape(4 * weight.size(1), weight.size(0), 2, 2);
        Tensor each = bias == null ? null : Tensors.concatenate(Collections.nCopies(4, bias), 0);
        return pixels(Functions.convolution(maps, kernel, each, new long[] {1, 1}, new long[] {1, 1}, 1)
                .permute(0, 2, 3, 1));
    }

    /** {@code [N, C, H, W]} with a border of zeros to {@code [N, H / 2 + 1, W / 2 + 1, 4 C]}. */
    private static Tensor blocks(Tensor images) {
        long n = images.size(0);
        long c = images.size(1);
        long h = images.size(2) / 2 + 1;
        long w = images.size(3) / 2 + 1;
        return images.permute(0, 2, 3, 1)
                .pad(0, 0, 1, 1, 1, 1)
                .reshape(n, h, 2, w, 2 * c)
                .permute(0, 1, 3, 2, 4)
                .reshape(n, h, w, 4 * c);
    }

    /** The inverse: the border falls away. */
    private static Tensor pixels(Tensor blocks) {
        long n = blocks.size(0);
        long h = blocks.size(1);
        long w = blocks.size(2);
        long c = blocks.size(3) / 4;
        return blocks.reshape(n, h, w, 2, 2 * c)
                .permute(0, 1, 3, 2, 4)
                .reshape(n, 2 * h, 2 * w, c)
                .pad(0, 0, -1, -1, -1, -1)
                .permute(0, 3, 1, 2);
    }

    /** {@code [A, B, block row, row, block column, column]} */
    private static Tensor split(Tensor weight) {
        return weight.reshape(weight.size(0), weight.size(1), 2, 2, 2, 2);
    }
}
