package dev.duello.data.image;

/**
 * Resizes images with an antialiased bicubic filter: separable, a = -0.5, the support widened by the factor of
 * shrinking, weights cut off at the border and normalized. Equals Pillow's {@code BICUBIC} on mode {@code F}, which is
 * the filter of "clean" FID, to within float rounding.
 *
 * @see <a href="https://arxiv.org/abs/2104.11222">Parmar et al., On Aliased Resizing and Surprising Subtleties in GAN
 *     Evaluation</a>
 */
public final class Resampler {

    private static final double A = -0.5;
    private static final double SUPPORT = 2.0;

    private Resampler() {}

    /** Gives the rows of an image one at a time, so that no float copy of a large image is ever made. */
    interface Rows {
        /** Writes row {@code y} into the first {@code width * channels} elements. */
        void read(int y, float[] row);
    }

    /**
     * Resizes one image. The filter overshoots: results may lie somewhat outside the range of the input.
     *
     * @param hwc {@code [h, w, c]}, row-major, any range
     * @return {@code [newH, newW, c]}, in the range of the input but for the overshoot
     * @throws IllegalArgumentException when a size is less than 1 or the array has another length
     */
    public static float[] resize(float[] hwc, int h, int w, int c, int newH, int newW) {
        if (h < 1 || w < 1 || c < 1 || newH < 1 || newW < 1 || (long) h * w * c != hwc.length) {
            throw new IllegalArgumentException("Cannot resize " + hwc.length + " values as " + h + "x" + w + "x" + c
                    + " to " + newH + "x" + newW + ".");
        }
        int stride = w * c;
        return resize(
                (y, row) -> System.arraycopy(hwc, y * stride, row, 0, stride), h, w, c, Box.all(h, w), newH, newW);
    }

    /** A part of an image with borders between pixels: {@code top} and {@code left} inclusive, from 0. */
    record Box(double top, double left, double bottom, double right) {
        static Box all(int h, int w) {
            return new Box(0, 0, h, w);
        }
    }

    /** Resizes a part of an image; pixels around the part take part in the filter, as if cropped afterwards. */
    static float[] resize(Rows rows, int h, int w, int c, Box box, int newH, int newW) {
        Weights across = weights(w, box.left, box.right, newW);
        Weights down = weights(h, box.top, box.bottom, newH);
        float[] result = new float[newH * newW * c];
        float[] read = new float[w * c];
        // Each is used by several sums: converted once.
        double[] source = new double[w * c];
        // Only the rows under the filter are kept.
        float[][] window = new float[h][];
        int made = 0;
        int dropped = 0;
        for (int y = 0; y < newH; y++) {
            int first = down.first[y];
            int end = first + down.values[y].length;
            while (dropped < first) {
                window[dropped++] = null;
            }
            for (made = Math.max(made, first); made < end; made++) {
                rows.read(made, read);
                for (int i = 0; i < read.length; i++) {
                    source[i] = read[i];
                }
                window[made] = shrinkRow(source, c, across);
            }
            addRows(window, down, y, result, newW * c);
        }
        return result;
    }

    private static float[] shrinkRow(double[] source, int c, Weights across) {
        int newW = across.first.length;
        float[] row = new float[newW * c];
        for (int x = 0; x < newW; x++) {
            double[] k = across.values[x];
            int start = across.first[x] * c;
            int whole = c - c % 3;
            // Three sums at a time, each in its own order: a processor adds them at once, where one would wait for
            // itself.
            for (int channel = 0; channel < whole; channel += 3) {
                double red = 0;
                double green = 0;
                double blue = 0;
                int at = start + channel;
                for (double weight : k) {
                    red += source[at] * weight;
                    green += source[at + 1] * weight;
                    blue += source[at + 2] * weight;
                    at += c;
                }
                row[x * c + channel] = (float) red;
                row[x * c + channel + 1] = (float) green;
                row[x * c + channel + 2] = (float) blue;
            }
            for (int channel = whole; channel < c; channel++) {
                double sum = 0;
                int at = start + channel;
                for (double weight : k) {
                    sum += source[at] * weight;
                    at += c;
                }
                row[x * c + channel] = (float) sum;
            }
        }
        return row;
    }

    private static void addRows(float[][] window, Weights down, int y, float[] result, int stride) {
        double[] k = down.values[y];
        double[] sums = new double[stride];
        for (int i = 0; i < k.length; i++) {
            float[] row = window[down.first[y] + i];
            double weight = k[i];
            for (int x = 0; x < stride; x++) {
                sums[x] += row[x] * weight;
            }
        }
        for (int x = 0; x < stride; x++) {
            result[y * stride + x] = (float) sums[x];
        }
    }

    /** For each output position the first input position and the weights from there on. */
    private record Weights(int[] first, double[][] values) {}

    private static Weights weights(int size, double from, double to, int newSize) {
        double scale = (to - from) / newSize;
        double filterScale = Math.max(scale, 1.0);
        double support = SUPPORT * filterScale;
        int[] first = new int[newSize];
        double[][] values = new double[newSize][];
        for (int i = 0; i < newSize; i++) {
            double center = from + (i + 0.5) * scale;
            int begin = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), size);
            double[] k = new double[end - begin];
            double sum = 0;
            for (int j = 0; j < k.length; j++) {
                k[j] = bicubic((begin + j - center + 0.5) / filterScale);
                sum += k[j];
            }
            for (int j = 0; j < k.length; j++) {
                k[j] /= sum;
            }
            first[i] = begin;
            values[i] = k;
        }
        return new Weights(first, values);
    }

    private static double bicubic(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? (((t - 5) * t + 8) * t - 4) * A : 0;
    }
}
