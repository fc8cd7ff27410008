package dev.duello.explain;

/** How alike two images are, pixel by pixel and by structure. */
public final class ImageSimilarity {
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;
    /** Pixels lie in [-1, 1]. */
    private static final double RANGE = 2;

    private ImageSimilarity() {}

    /**
     * The peak signal-to-noise ratio in decibels: infinite for equal images, 20 when pixels are off by a tenth of their range.
     *
     * @param a pixels in [-1, 1]
     * @param b as many
     */
    public static double psnr(float[] a, float[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return 10 * Math.log10(RANGE * RANGE / (square / a.length));
    }

    /**
     * Structural similarity (Wang et al., 2004, equation 13): the mean over all windows inside the image, and over its channels, with
     * Gaussian windows of 11x11 and a deviation of 1.5, smaller ones in images with shorter sides.
     *
     * @param a {@code [C, H, W]} in [-1, 1]
     * @param b the same
     * @return at most 1, which equal images have
     */
    public static double ssim(float[] a, float[] b, int channels, int height, int width) {
        int window = Math.min(WINDOW, Math.min(height, width) - (Math.min(height, width) + 1) % 2);
        double[] weights = gaussian(window);
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y + window <= height; y++) {
                for (int x = 0; x + window <= width; x++) {
                    sum += ofWindow(a, b, c * height * width + y * width + x, width, weights);
                }
            }
        }
        return sum / ((double) channels * (height - window + 1) * (width - window + 1));
    }

    private static double ofWindow(float[] a, float[] b, int start, int stride, double[] weights) {
        double meanA = 0;
        double meanB = 0;
        double squareA = 0;
        double squareB = 0;
        double product = 0;
        for (int v = 0; v < weights.length; v++) {
            for (int u = 0; u < weights.length; u++) {
                double weight = weights[v] * weights[u];
                // The formula is for values from 0.
                double p = a[start + v * stride + u] + 1.0;
                double q = b[start + v * stride + u] + 1.0;
                meanA += weight * p;
                meanB += weight * q;
                squareA += weight * p * p;
                squareB += weight * q * q;
                product += weight * p * q;
            }
        }
        double c1 = K1 * RANGE * (K1 * RANGE);
        double c2 = K2 * RANGE * (K2 * RANGE);
        return (2 * meanA * meanB + c1)
                * (2 * (product - meanA * meanB) + c2)
                / ((meanA * meanA + meanB * meanB + c1) * (squareA - meanA * meanA + squareB - meanB * meanB + c2));
    }

    private static double[] gaussian(int window) {
        double[] weights = new double[window];
        double sum = 0;
        for (int i = 0; i < window; i++) {
            double distance = i - (window - 1) / 2.0;
            weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += weights[i];
        }
        for (int i = 0; i < window; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
