package dev.duello.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pixel shows, told without a network that segments: objects by what stands out from the border, colors, light, edges, places,
 * and where something tells classes, objects of each class.
 */
final class Concepts {
    private static final List<String> HUES = List.of("red", "yellow", "green", "cyan", "blue", "magenta");
    private static final List<String> OTHERS =
            List.of("object", "dark", "bright", "edge", "left", "right", "top", "bottom");
    private static final int MOST = 31;
    private static final double COLORFUL = 0.3;
    private static final double DARK = 0.2;
    private static final double BRIGHT = 0.8;
    private static final double STEEP = 0.15;

    private final List<String> names = new ArrayList<>();
    private final int classes;

    /** @param classes their names, of which as many count as fit; empty for none */
    Concepts(List<String> classes) {
        names.addAll(HUES);
        names.addAll(OTHERS);
        this.classes = Math.min(classes.size(), MOST - names.size());
        classes.subList(0, this.classes).forEach(name -> names.add("class " + name));
    }

    List<String> names() {
        return names;
    }

    /**
     * Which concepts each pixel shows, one bit each in the order of {@link #names}.
     *
     * @param image {@code [C, H, W]} in [-1, 1]
     * @param label the class of the image; -1 for none
     */
    int[] of(float[] image, int channels, int height, int width, int label) {
        int plane = height * width;
        boolean[] object = ImageTraits.foreground(image, channels, height, width);
        double[] light = new double[plane];
        int[] bits = new int[plane];
        for (int p = 0; p < plane; p++) {
            double r = value(image, channels, plane, 0, p);
            double g = value(image, channels, plane, 1, p);
            double b = value(image, channels, plane, 2, p);
            light[p] = 0.299 * r + 0.587 * g + 0.114 * b;
            double high = Math.max(r, Math.max(g, b));
            double chroma = high - Math.min(r, Math.min(g, b));
            if (chroma > COLORFUL) {
                double sixth = high == r ? (g - b) / chroma : high == g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
                bits[p] |= 1 << Math.floorMod(Math.round(sixth), 6);
            }
        }
        int first = HUES.size();
        for (int p = 0; p < plane; p++) {
            int x = p % width;
            int y = p / width;
            boolean steep = x + 1 < width && Math.abs(light[p + 1] - light[p]) > STEEP
                    || y + 1 < height && Math.abs(light[p + width] - light[p]) > STEEP;
            bits[p] |= bit(object[p], first)
                    | bit(light[p] < DARK, first + 1)
                    | bit(light[p] > BRIGHT, first + 2)
                    | bit(steep, first + 3)
                    | bit(3 * x < width, first + 4)
                    | bit(3 * x >= 2 * width, first + 5)
                    | bit(3 * y < height, first + 6)
                    | bit(3 * y >= 2 * height, first + 7);
            if (label >= 0 && label < classes) {
                bits[p] |= bit(object[p], first + OTHERS.size() + label);
            }
        }
        return bits;
    }

    private static double value(float[] image, int channels, int plane, int channel, int p) {
        return Math.clamp((image[(channels == 1 ? 0 : channel) * plane + p] + 1) / 2, 0f, 1f);
    }

    private static int bit(boolean set, int place) {
        return set ? 1 << place : 0;
    }

    /** The share of pixels that show a concept. */
    static double area(int[] bits, int concept) {
        int count = 0;
        for (int one : bits) {
            count += one >> concept & 1;
        }
        return (double) count / bits.length;
    }
}
