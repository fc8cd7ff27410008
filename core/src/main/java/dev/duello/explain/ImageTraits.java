package dev.duello.explain;

import dev.duello.learn.Model;
import dev.duello.torch.Tensor;
import java.util.Arrays;

/**
 * Properties of images that need no trained network to be measured, by which a change is described. What stands out is every
 * pixel whose color is far from that of the border, which suits objects on an even ground and little else.
 */
public final class ImageTraits {
    /** A property. */
    public enum Trait {
        BRIGHTNESS("brightness", "brighter", "darker", false),
        CONTRAST("contrast", "more contrast", "less contrast", false),
        SATURATION("saturation", "more colorful", "paler", false),
        HUE("hue", "hue turns on", "hue turns back", true),
        SIZE("size", "the object larger", "the object smaller", false),
        X("x", "the object further right", "the object further left", false),
        Y("y", "the object lower", "the object higher", false),
        EDGES("edges", "more edges", "fewer edges", false);

        private final String label;
        private final String more;
        private final String less;
        private final boolean circular;

        Trait(String label, String more, String less, boolean circular) {
            this.label = label;
            this.more = more;
            this.less = less;
            this.circular = circular;
        }

        /** Its name for tables and files. */
        public String label() {
            return label;
        }

        /** What it means that it changes, for people. */
        String words(double change) {
            return change > 0 ? more : less;
        }

        /** Whether it is an angle, of which 0 and 1 are the same. */
        boolean isCircular() {
            return circular;
        }

        /** From one value to another; of an angle the shorter way round. */
        double difference(double from, double to) {
            return circular ? Math.IEEEremainder(to - from, 1) : to - from;
        }
    }

    /** The distance from the color of the border, of sqrt(3) at most, from which on a pixel belongs to an object. */
    private static final double STANDS_OUT = 0.25;

    private ImageTraits() {}

    /** Whether a model makes images. */
    static boolean areThoseOf(Model model) {
        return model.sampleShape().spatial().size() == 2;
    }

    /**
     * Measures images.
     *
     * @param images {@code [N, C, H, W]} in [-1, 1]; transparent pixels count as what lies under them
     * @return a row an image, in the order of {@link Trait}, each in [0, 1], places as shares of the sides; of hue NaN for a gray image
     */
    public static double[][] of(Tensor images) {
        int count = Math.toIntExact(images.size(0));
        int channels = Math.toIntExact(images.size(1));
        int height = Math.toIntExact(images.size(2));
        int width = Math.toIntExact(images.size(3));
        float[] all = images.contiguous().toFloats();
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = new OneImage(all, i * channels * height * width, channels, height, width).traits();
        }
        return rows;
    }

    /** Which pixels stand out from the border, row by row. @param image {@code [1, C, H, W]} */
    static boolean[] foreground(float[] image, int channels, int height, int width) {
        return new OneImage(image, 0, channels, height, width).foreground();
    }

    private static final class OneImage {
        private final int height;
        private final int width;
        private final double[][] color;

        OneImage(float[] all, int offset, int channels, int height, int width) {
            this.height = height;
            this.width = width;
            int plane = height * width;
            color = new double[plane][3];
            for (int p = 0; p < plane; p++) {
                for (int c = 0; c < 3; c++) {
                    color[p][c] = Math.clamp((all[offset + (channels == 1 ? 0 : c) * plane + p] + 1) / 2, 0f, 1f);
                }
            }
        }

        private double luminance(int p) {
            return 0.299 * color[p][0] + 0.587 * color[p][1] + 0.114 * color[p][2];
        }

        /** The median of each channel along the border. */
        private double[] ground() {
            double[] ground = new double[3];
            for (int c = 0; c < 3; c++) {
                double[] border = new double[2 * (height + width)];
                for (int x = 0; x < width; x++) {
                    border[x] = color[x][c];
                    border[width + x] = color[(height - 1) * width + x][c];
                }
                for (int y = 0; y < height; y++) {
                    border[2 * width + y] = color[y * width][c];
                    border[2 * width + height + y] = color[y * width + width - 1][c];
                }
                Arrays.sort(border);
                ground[c] = border[border.length / 2];
            }
            return ground;
        }

        boolean[] foreground() {
            double[] ground = ground();
            boolean[] stands = new boolean[color.length];
            for (int p = 0; p < stands.length; p++) {
                double square = 0;
                for (int c = 0; c < 3; c++) {
                    square += (color[p][c] - ground[c]) * (color[p][c] - ground[c]);
                }
                stands[p] = Math.sqrt(square) > STANDS_OUT;
            }
            return stands;
        }

        double[] traits() {
            double brightness = 0;
            double square = 0;
            double saturation = 0;
            double sine = 0;
            double cosine = 0;
            double edges = 0;
            for (int p = 0; p < color.length; p++) {
                double light = luminance(p);
                brightness += light;
                square += light * light;
                double chroma = Arrays.stream(color[p]).max().orElseThrow()
                        - Arrays.stream(color[p]).min().orElseThrow();
                saturation += chroma;
                // The hue as an angle in the plane across the gray axis, weighted by how colorful the pixel is.
                cosine += color[p][0] - (color[p][1] + color[p][2]) / 2;
                sine += Math.sqrt(3) / 2 * (color[p][1] - color[p][2]);
                if (p % width + 1 < width) {
                    edges += Math.abs(luminance(p + 1) - light);
                }
                if (p + width < color.length) {
                    edges += Math.abs(luminance(p + width) - light);
                }
            }
            int n = color.length;
            double size = 0;
            double x = 0;
            double y = 0;
            boolean[] stands = foreground();
            for (int p = 0; p < n; p++) {
                if (stands[p]) {
                    size++;
                    x += (p % width + 0.5) / width;
                    y += (p / width + 0.5) / height;
                }
            }
            double turn = Math.atan2(sine, cosine) / (2 * Math.PI);
            boolean gray = Math.hypot(sine, cosine) < 1e-3 * n;
            return new double[] {
                brightness / n,
                Math.sqrt(Math.max(0, square / n - brightness / n * (brightness / n))),
                saturation / n,
                gray ? Double.NaN : turn < 0 ? turn + 1 : turn,
                size / n,
                size == 0 ? 0.5 : x / size,
                size == 0 ? 0.5 : y / size,
                edges / (2.0 * n),
            };
        }
    }
}
