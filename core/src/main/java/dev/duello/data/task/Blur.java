package dev.duello.data.task;

import dev.duello.data.image.ImageFormat;

/** A Gaussian blur, separable, cut off at three standard deviations; beyond the border the nearest pixel counts. */
final class Blur {
    private Blur() {}

    /** @param sigma standard deviation in pixels */
    static byte[] of(byte[] image, ImageFormat format, double sigma) {
        float[] values = Pixels.floats(image);
        float[] across = along(values, format, sigma, true);
        return Pixels.bytes(along(across, format, sigma, false));
    }

    private static float[] along(float[] values, ImageFormat format, double sigma, boolean horizontal) {
        int radius = Math.max(1, (int) Math.ceil(3 * sigma));
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            weights[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + radius];
        }
        int h = format.height();
        int w = format.width();
        int c = format.channels();
        float[] result = new float[values.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                for (int channel = 0; channel < c; channel++) {
                    double blurred = 0;
                    for (int i = -radius; i <= radius; i++) {
                        int row = horizontal ? y : Math.clamp(y + i, 0, h - 1);
                        int column = horizontal ? Math.clamp(x + i, 0, w - 1) : x;
                        blurred += weights[i + radius] * values[(row * w + column) * c + channel];
                    }
                    result[(y * w + x) * c + channel] = (float) (blurred / sum);
                }
            }
        }
        return result;
    }
}
