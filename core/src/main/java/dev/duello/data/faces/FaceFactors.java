package dev.duello.data.faces;

import dev.duello.data.Split;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * All that makes one image of the data set {@code faces}, independent of each other: seven choices of a part, each alternative as
 * likely as the others, and three colors. Colors have numbers that grow along a line without a seam: close colors have close ones.
 *
 * @param hair above the forehead, one of {@link #HAIR}
 * @param rearHair behind the head, one of {@link #REAR_HAIR}
 * @param beard one of {@link #BEARD}
 * @param mouth one of {@link #MOUTH}
 * @param eyes one of {@link #EYES}
 * @param eyebrows one of {@link #EYEBROWS}
 * @param clothes one of {@link #CLOTHES}
 * @param skin from light (0) to dark (1), along a line between two natural tones
 * @param hairHue in degrees, 0 (red) to 300 (magenta)
 * @param clothesHue as that of the hair
 */
public record FaceFactors(
        String hair,
        String rearHair,
        String beard,
        String mouth,
        String eyes,
        String eyebrows,
        String clothes,
        double skin,
        double hairHue,
        double clothesHue) {
    /** Where a part may be absent. */
    public static final String NONE = "none";

    /** The alternatives of the hair above the forehead, in the order of the labels: the class of an image. */
    public static final List<String> HAIR = List.of("sideComed", "undercut", "spiky", "bun");

    public static final List<String> REAR_HAIR = List.of(NONE, "longStraight", "longWavy", "shoulderHigh", "neckHigh");
    public static final List<String> BEARD =
            List.of(NONE, "moustacheTwirl", "fullBeard", "chin", "chinMoustache", "longBeard");
    public static final List<String> MOUTH = List.of("laugh", "angry", "agape", "smile", "sad");
    public static final List<String> EYES = List.of("happy", "wide", "bow", "humble", "wink");
    public static final List<String> EYEBROWS = List.of("raised", "angry", "happy", "sad", "neutral");
    public static final List<String> CLOTHES = List.of("turtleNeck", "openJacket", "dress", "shirt", "tShirt");

    /** Images of the training part. */
    public static final int TRAINING = 10_000;
    /** Images of the test part. */
    public static final int TEST = 2_000;

    private static final Color LIGHT = new Color(0xf1c3a5);
    private static final Color DARK = new Color(0x5c3829);
    private static final float HAIR_SATURATION = 0.6f;
    private static final float HAIR_BRIGHTNESS = 0.6f;
    private static final float CLOTHES_SATURATION = 0.7f;
    private static final float CLOTHES_BRIGHTNESS = 0.9f;

    /** Images of a part. */
    public static int count(Split split) {
        return split == Split.TRAIN ? TRAINING : TEST;
    }

    /** What image {@code index} of a part is made of; always the same. */
    public static FaceFactors of(Split split, int index) {
        long part = split == Split.TRAIN ? 0x4641434553L : 0x54455354L;
        SplittableRandom random = new SplittableRandom(part * 0x9e3779b97f4a7c15L + index);
        return new FaceFactors(
                one(HAIR, random),
                one(REAR_HAIR, random),
                one(BEARD, random),
                one(MOUTH, random),
                one(EYES, random),
                one(EYEBROWS, random),
                one(CLOTHES, random),
                random.nextDouble(),
                300 * random.nextDouble(),
                300 * random.nextDouble());
    }

    private static String one(List<String> alternatives, SplittableRandom random) {
        return alternatives.get(random.nextInt(alternatives.size()));
    }

    Color skinColor() {
        return new Color(
                between(LIGHT.getRed(), DARK.getRed()),
                between(LIGHT.getGreen(), DARK.getGreen()),
                between(LIGHT.getBlue(), DARK.getBlue()));
    }

    private int between(int light, int dark) {
        return (int) Math.round(light + skin * (dark - light));
    }

    Color hairColor() {
        return Color.getHSBColor((float) (hairHue / 360), HAIR_SATURATION, HAIR_BRIGHTNESS);
    }

    Color clothesColor() {
        return Color.getHSBColor((float) (clothesHue / 360), CLOTHES_SATURATION, CLOTHES_BRIGHTNESS);
    }

    /** All factors of a part as CSV: a header, then a line an image, in their order. */
    static String csv(Split split) {
        StringBuilder csv =
                new StringBuilder("index,hair,rear-hair,beard,mouth,eyes,eyebrows,clothes,skin,hair-hue,clothes-hue\n");
        for (int i = 0; i < count(split); i++) {
            FaceFactors factors = of(split, i);
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%s,%s,%s,%s,%s,%.5f,%.3f,%.3f%n",
                    i,
                    factors.hair,
                    factors.rearHair,
                    factors.beard,
                    factors.mouth,
                    factors.eyes,
                    factors.eyebrows,
                    factors.clothes,
                    factors.skin,
                    factors.hairHue,
                    factors.clothesHue));
        }
        return csv.toString();
    }
}
