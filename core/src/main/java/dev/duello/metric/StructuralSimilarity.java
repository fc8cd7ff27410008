package dev.duello.metric;

import dev.duello.torch.DType;
import dev.duello.torch.Functions;
import dev.duello.torch.Tensor;
import dev.duello.torch.Tensors;
import java.util.Arrays;

/**
 * The structural similarity of two images (Wang et al., 2004): how alike brightness, contrast and structure are in every window of
 * 11x11 pixels, weighted by a Gaussian of standard deviation 1.5. Windows lie within the image, and the mean is over all of them and
 * over channels.
 */
public final class StructuralSimilarity {
    /** Pixels of each side of a window. */
    public static final int WINDOW = 11;

    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    /** Of the scales of the multi-scale index, the finest first (Wang et al., 2003). */
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

    private StructuralSimilarity() {}

    /**
     * The index of each pair, from -1 to 1 for equal images.
     *
     * @param first {@code [N, C, H, W]} in [0, 1], with sides of at least {@link #WINDOW}
     * @param second of the same shape and type
     * @return {@code [N]}
     */
    public static Tensor of(Tensor first, Tensor second) {
        return parts(first, second).both();
    }

    /**
     * The multi-scale index (Wang et al., 2003): the contrast and structure of as many of five scales as the images have room for, each
     * half as large as the one before, and the brightness of the last. The weights of the scales that there are have the sum 1. What is
     * negative counts as 0, since it has no root.
     *
     * @return {@code [N]}, float64
     */
    public static Tensor multiScale(Tensor first, Tensor second) {
        int scales = scales(Math.min(first.size(2), first.size(3)));
        double sum = 0;
        for (int scale = 0; scale < scales; scale++) {
            sum += WEIGHTS[scale];
        }
        if (scales == 0) {
            throw new IllegalArgumentException("images of " + first.size(2) + "x" + first.size(3) + " have no window");
        }
        double[] product = new double[Math.toIntExact(first.size(0))];
        Arrays.fill(product, 1);
        Tensor a = first;
        Tensor b = second;
        for (int scale = 0; scale < scales; scale++) {
            Parts parts = parts(a, b);
            double[] index = (scale == scales - 1 ? parts.both() : parts.contrast()).toDoubles();
            for (int i = 0; i < product.length; i++) {
                product[i] *= Math.pow(Math.max(index[i], 0), WEIGHTS[scale] / sum);
            }
            a = halved(a);
            b = halved(b);
        }
        return Tensors.of(product, product.length);
    }

    /** How many scales images have room for. @param side the shorter one */
    public static int scales(long side) {
        int scales = 0;
        for (long length = side; length >= WINDOW && scales < WEIGHTS.length; length /= 2) {
            scales++;
        }
        return scales;
    }

    private static Tensor halved(Tensor images) {
        return Functions.averagePool(images, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0});
    }

    /** The means of the whole index, and of contrast and structure alone, {@code [N]} each. */
    private record Parts(Tensor both, Tensor contrast) {}

    private static Parts parts(Tensor x, Tensor y) {
        Tensor meanX = blurred(x);
        Tensor meanY = blurred(y);
        Tensor means = meanX.multiply(meanY);
        Tensor squares = meanX.square().add(meanY.square());
        Tensor variances = blurred(x.square().add(y.square())).subtract(squares);
        Tensor covariance = blurred(x.multiply(y)).subtract(means);
        Tensor contrast = covariance.multiply(2).add(C2).divide(variances.add(C2));
        Tensor brightness = means.multiply(2).add(C1).divide(squares.add(C1));
        return new Parts(perImage(brightness.multiply(contrast)), perImage(contrast));
    }

    private static Tensor perImage(Tensor map) {
        return map.reshape(map.size(0), -1).mean(1);
    }

    private static Tensor blurred(Tensor images) {
        long channels = images.size(1);
        long[] none = {0, 0};
        long[] one = {1, 1};
        Tensor taps = taps(images.dtype());
        Tensor across = taps.reshape(1, 1, 1, WINDOW).expand(channels, 1, 1, WINDOW);
        Tensor down = taps.reshape(1, 1, WINDOW, 1).expand(channels, 1, WINDOW, 1);
        int groups = Math.toIntExact(channels);
        return Functions.convolution(
                Functions.convolution(images, across, null, one, none, groups), down, null, one, none, groups);
    }

    private static Tensor taps(DType type) {
        double[] taps = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double distance = i - WINDOW / 2;
            taps[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += taps[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            taps[i] /= sum;
        }
        return Tensors.of(taps, WINDOW).to(type);
    }
}
