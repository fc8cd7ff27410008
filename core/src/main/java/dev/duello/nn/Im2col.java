package dev.duello.nn;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernel 4, stride 2, padding 1 between small maps of many channels, as one matrix product over all windows. There oneDNN
 * computes the gradient of the weights at a tenth of the speed of a matrix product, and the other two at half of it.
 *
 * <p>A window is one row of numbers: its 4 rows, its 4 columns, its channels, innermost last. Weights lie in memory in the
 * same order (see {@link Parameters}), so that seeing them as a matrix costs nothing.
 */
final class Im2col {
    /** Pixels of the smaller map up to which the product pays for the copies around it. */
    private static final int FEW_PLACES = 16;

    private static final int MANY_CHANNELS = 32;

    private Im2col() {}

    /**
     * Whether a layer is of this kind, and computed where this form is faster.
     *
     * @param height of the smaller map, the larger being twice as high, or by one more
     * @param width likewise
     * @param channels of the map that has fewer
     */
    static boolean suits(long height, long width, long channels, Tensor input) {
        return height * width <= FEW_PLACES
                && channels >= MANY_CHANNELS
                && input.dtype() == DType.BFLOAT16
                && input.isOnCpu();
    }

    /**
     * The convolution.
     *
     * @param maps {@code [N, C, H, W]}
     * @param weight {@code [out, C, 4, 4]}
     */
    static Tensor convolution(Tensor maps, Tensor weight, @Nullable Tensor bias) {
        Tensor windows = gather(maps.permute(0, 2, 3, 1));
        return Functions.linear(windows.reshape(-1, windows.size(3)), matrix(weight), bias)
                .reshape(windows.size(0), windows.size(1), windows.size(2), weight.size(0))
                .permute(0, 3, 1, 2);
    }

    /**
     * The transposed convolution.
     *
     * @param maps {@code [N, C, H, W]}
     * @param weight {@code [C, out, 4, 4]}
     * @return {@code [N, out, 2 H, 2 W]}
     */
    static Tensor transposed(Tensor maps, Tensor weight, @Nullable Tensor bias) {
        Tensor product = maps.permute(0, 2, 3, 1).reshape(-1, weight.size(0)).matmul(matrix(weight));
        Tensor sums = scatter(product.reshape(maps.size(0), maps.size(2), maps.size(3), 16 * weight.size(1)));
        return (bias == null ? sums : sums.add(bias)).permute(0, 3, 1, 2);
    }

    /** One row a channel that goes in or out, {@code [A, 16 B]} of {@code [A, B, 4, 4]}. */
    private static Tensor matrix(Tensor weight) {
        return weight.permute(0, 2, 3, 1).reshape(weight.size(0), 16 * weight.size(1));
    }

    /** The windows that lie around each pixel, {@code [N, H / 2, W / 2, 16 C]} of {@code [N, H, W, C]}. */
    private static Tensor gather(Tensor maps) {
        long n = maps.size(0);
        long h = maps.size(1) / 2;
        long w = maps.size(2) / 2;
        long c = maps.size(3);
        // Of an odd side the last window ends with the map.
        Tensor pairs =
                maps.pad(0, 0, 1, 1 - maps.size(2) % 2, 1, 1 - maps.size(1) % 2).reshape(n, h + 1, 2, w + 1, 2 * c);
        Tensor rows = Tensors.concatenate(List.of(pairs.narrow(3, 0, w), pairs.narrow(3, 1, w)), 4);
        Tensor pairsOfRows = rows.permute(0, 1, 3, 2, 4);
        return Tensors.concatenate(List.of(pairsOfRows.narrow(1, 0, h), pairsOfRows.narrow(1, 1, h)), 3)
                .reshape(n, h, w, 16 * c);
    }

    /** The reverse of {@link #gather} for even sides: where windows overlap, they are added. */
    private static Tensor scatter(Tensor windows) {
        long n = windows.size(0);
        long h = windows.size(1);
        long w = windows.size(2);
        long c = windows.size(3) / 16;
        List<Tensor> halves = windows.split(3, 8 * c);
        Tensor upper = halves.get(0).pad(0, 0, 0, 0, 0, 1);
        Tensor lower = halves.get(1).pad(0, 0, 0, 0, 1, 0);
        Tensor rows = upper.add(lower).reshape(n, h + 1, w, 2, 4 * c).permute(0, 1, 3, 2, 4);
        List<Tensor> sides = rows.split(4, 2 * c);
        Tensor left = sides.get(0).pad(0, 0, 0, 1);
        Tensor right = sides.get(1).pad(0, 0, 1, 0);
        return left.add(right).reshape(n, 2 * h + 2, 2 * w + 2, c).pad(0, 0, -1, -1, -1, -1);
    }
}
