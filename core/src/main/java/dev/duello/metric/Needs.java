package dev.duello.metric;

import dev.duello.data.image.ImageFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a metric is computed from.
 *
 * @param input what it sees of each sample
 * @param fewest samples of each side that it needs at least
 * @param most samples of each side that it sees at most
 * @param smallestSide pixels that the shorter side of an image must have at least
 */
public record Needs(Input input, int fewest, int most, int smallestSide) {
    /** What is seen of a sample. */
    public enum Input {
        /** The features of any feature network. */
        FEATURES,
        /** The class scores of a feature network that tells classes; its features as well. */
        CLASSES,
        /** The sample itself: no feature network. */
        PIXELS
    }

    /** @throws IllegalArgumentException when a number is not positive, or there are fewer at most than at least */
    public Needs {
        if (fewest < 1 || most < fewest || smallestSide < 1) {
            throw new IllegalArgumentException(
                    "A metric needs at least 1 sample, no fewer at most than at least, and sides of at"
                            + " least 1 pixel, not " + fewest + " to " + most + " samples and sides of " + smallestSide
                            + ".");
        }
    }

    /** The features of at least so many samples of each side. */
    public static Needs features(int fewest) {
        return new Needs(Input.FEATURES, fewest, Integer.MAX_VALUE, 1);
    }

    /** The class scores of at least so many samples of each side. */
    public static Needs classes(int fewest) {
        return new Needs(Input.CLASSES, fewest, Integer.MAX_VALUE, 1);
    }

    /** The pixels of {@code fewest} to {@code most} images of each side. */
    public static Needs pixels(int fewest, int most, int smallestSide) {
        return new Needs(Input.PIXELS, fewest, most, smallestSide);
    }

    /** Whether the feature network must tell classes. */
    public boolean isOfClasses() {
        return input == Input.CLASSES;
    }

    /** Whether it sees the samples themselves and no feature network, so that the network is no part of its protocol. */
    public boolean isOfPixels() {
        return input == Input.PIXELS;
    }

    /**
     * Why such images cannot be measured, as a sentence without its subject, or null when they can.
     *
     * @param images of the side that has fewer
     */
    public @Nullable String obstacle(int images, ImageFormat format) {
        if (images < fewest) {
            return "needs at least " + fewest + " images of each side, and one has " + images + ".";
        }
        if (Math.min(format.height(), format.width()) < smallestSide) {
            return "needs images whose sides are at least " + smallestSide + " pixels long, not " + format + ".";
        }
        return null;
    }
}
