package dev.duello.data.shapes;

import dev.duello.data.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * All that makes one image of the data set {@code shapes}: independent of each other, each uniform in its range, so that what a
 * model has learned of them can be measured. Ranges have no seam: equal images have equal factors, and close images close ones.
 *
 * @param kind of the object, which is the image's class
 * @param hue of the object in degrees, 0 (red) to 300 (magenta)
 * @param size of the object: its radius as a share of the side, 0.12 to 0.24
 * @param x its center from the left as a share of the side, 0.3 to 0.7
 * @param y its center from the top as a share of the side, 0.3 to 0.7
 * @param rotation clockwise in degrees, -40 to 40, in which no kind looks like itself turned
 * @param background brightness of the gray ground, 0.1 to 0.9
 * @param second whether there is a second object, a white disk with a black rim at the top left
 */
public record ShapeFactors(
        Kind kind, double hue, double size, double x, double y, double rotation, double background, boolean second) {
    /** The kinds of objects, in the order of their labels. */
    public enum Kind {
        ELLIPSE,
        RECTANGLE,
        TRIANGLE,
        CROSS;

        /** As a class is called. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Images of the training part. */
    public static final int TRAINING = 10_000;
    /** Images of the test part. */
    public static final int TEST = 2_000;

    /** The names of {@link #values}, the kind not among them. */
    public static final List<String> NAMES = List.of("hue", "size", "x", "y", "rotation", "background", "second");

    /** Images of a part. */
    public static int count(Split split) {
        return split == Split.TRAIN ? TRAINING : TEST;
    }

    /** The names of the classes by label. */
    public static List<String> classes() {
        return Arrays.stream(Kind.values()).map(Kind::label).toList();
    }

    /** What image {@code index} of a part is made of; always the same. */
    public static ShapeFactors of(Split split, int index) {
        long part = split == Split.TRAIN ? 0x5348415045L : 0x54455354L;
        SplittableRandom random = new SplittableRandom(part * 0x9e3779b97f4a7c15L + index);
        return new ShapeFactors(
                Kind.values()[random.nextInt(Kind.values().length)],
                300 * random.nextDouble(),
                0.12 + 0.12 * random.nextDouble(),
                0.3 + 0.4 * random.nextDouble(),
                0.3 + 0.4 * random.nextDouble(),
                -40 + 80 * random.nextDouble(),
                0.1 + 0.8 * random.nextDouble(),
                random.nextBoolean());
    }

    /** The numbers in the order of {@link #NAMES}; the second object counts as 0 or 1. */
    public double[] values() {
        return new double[] {hue, size, x, y, rotation, background, second ? 1 : 0};
    }

    /** All factors of a part as CSV: a header, then a line an image, in their order. */
    public static String csv(Split split) {
        StringBuilder csv = new StringBuilder("index,shape," + String.join(",", NAMES) + "\n");
        for (int i = 0; i < count(split); i++) {
            ShapeFactors factors = of(split, i);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%.3f,%.5f,%.5f,%.5f,%.3f,%.5f,%d%n",
                    i,
                    factors.kind.label(),
                    factors.hue,
                    factors.size,
                    factors.x,
                    factors.y,
                    factors.rotation,
                    factors.background,
                    factors.second ? 1 : 0));
        }
        return csv.toString();
    }
}
