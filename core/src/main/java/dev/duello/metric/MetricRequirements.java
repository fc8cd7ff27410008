package dev.duello.metric;

import dev.duello.data.SampleFormat;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a metric is computed from.
 *
 * @param input what it sees of each sample
 * @param minSamples samples of each side that it needs at least
 * @param maxSamples samples of each side that it sees at most
 * @param minSide pixels that the shorter side of an image must have at least
 */
public record MetricRequirements(Input input, int minSamples, int maxSamples, int minSide) {
    /** What is seen of a sample. */
    public enum Input {
        /** The features of any feature network. */
        FEATURES,
        /** The class scores of a feature network that tells classes; its features as well. */
        CLASSES,
        /** The image itself: no feature network. */
        PIXELS,
        /** The characters of a text: no feature network. */
        CHARACTERS,
        /** The frames of a video: not the feature network of whole videos. */
        FRAMES,
        /** The cells of a shape: no feature network. */
        CELLS,
        /** The spectrogram of a sound: no feature network. */
        SPECTROGRAMS
    }

    /** @throws IllegalArgumentException when a number is not positive, or there are fewer at most than at least */
    public MetricRequirements {
        if (minSamples < 1 || maxSamples < minSamples || minSide < 1) {
            throw new IllegalArgumentException(
                    "A metric needs at least 1 sample, no fewer at most than at least, and sides of at"
                            + " least 1 pixel, not " + minSamples + " to " + maxSamples + " samples and sides of "
                            + minSide
                            + ".");
        }
    }

    /** The features of at least so many samples of each side. */
    public static MetricRequirements features(int minSamples) {
        return new MetricRequirements(Input.FEATURES, minSamples, Integer.MAX_VALUE, 1);
    }

    /** The class scores of at least so many samples of each side. */
    public static MetricRequirements classes(int minSamples) {
        return new MetricRequirements(Input.CLASSES, minSamples, Integer.MAX_VALUE, 1);
    }

    /** The pixels of {@code minSamples} to {@code maxSamples} images of each side. */
    public static MetricRequirements pixels(int minSamples, int maxSamples, int minSide) {
        return new MetricRequirements(Input.PIXELS, minSamples, maxSamples, minSide);
    }

    /** The characters of at least so many texts of each side. */
    public static MetricRequirements texts(int minSamples) {
        return new MetricRequirements(Input.CHARACTERS, minSamples, Integer.MAX_VALUE, 1);
    }

    /** The frames of at least so many clips of each side. */
    public static MetricRequirements clips(int minSamples) {
        return new MetricRequirements(Input.FRAMES, minSamples, Integer.MAX_VALUE, 1);
    }

    /** The cells of at least so many shapes of each side. */
    public static MetricRequirements shapes(int minSamples) {
        return new MetricRequirements(Input.CELLS, minSamples, Integer.MAX_VALUE, 1);
    }

    /** The spectrograms of at least so many sounds of each side, and of equally many. */
    public static MetricRequirements sounds(int minSamples) {
        return new MetricRequirements(Input.SPECTROGRAMS, minSamples, SoundSpectra.MOST, 1);
    }

    /** Whether the feature network must tell classes. */
    public boolean needsClasses() {
        return input == Input.CLASSES;
    }

    /** Whether it sees the samples themselves and no feature network, so that the network is no part of its protocol. */
    public boolean seesSamples() {
        return input != Input.FEATURES && input != Input.CLASSES;
    }

    /** Whether it sees samples themselves and of both sides equally many, perhaps fewer than there are. */
    public boolean seesEquallyMany() {
        return input == Input.PIXELS || input == Input.SPECTROGRAMS;
    }

    /** What of the samples it sees, for the protocol of one that sees them and no feature network. */
    public String seen() {
        return switch (input) {
            case CHARACTERS -> "characters";
            case FRAMES -> "frames";
            case CELLS -> "voxels";
            case SPECTROGRAMS -> "spectrograms";
            default -> "pixels";
        };
    }

    /**
     * Why such samples cannot be measured, as a sentence without its subject, or null when they can.
     *
     * @param images of the side that has fewer
     */
    public @Nullable String obstacle(int images, SampleFormat format) {
        if (images < minSamples) {
            return "needs at least " + minSamples + " " + format.medium().plural() + " of each side, and one has "
                    + images + ".";
        }
        if (input == Input.PIXELS && !(format instanceof ImageFormat)) {
            return "looks at the pixels of images, not at " + format.medium().plural() + ".";
        }
        if (input == Input.CHARACTERS && !(format instanceof TextFormat)) {
            return "looks at the characters of texts, not at " + format.medium().plural() + ".";
        }
        if (input == Input.FRAMES && !(format instanceof VideoFormat)) {
            return "looks at the frames of videos, not at " + format.medium().plural() + ".";
        }
        if (format instanceof VideoFormat video && Math.min(video.height(), video.width()) < minSide) {
            return "needs frames whose sides are at least " + minSide + " pixels long, not " + format + ".";
        }
        if (input == Input.CELLS && !(format instanceof VoxelFormat)) {
            return "looks at the cells of shapes, not at " + format.medium().plural() + ".";
        }
        if (input == Input.SPECTROGRAMS && !(format instanceof SoundFormat)) {
            return "looks at the spectrograms of sounds, not at "
                    + format.medium().plural() + ".";
        }
        if (format instanceof ImageFormat image && Math.min(image.height(), image.width()) < minSide) {
            return "needs images whose sides are at least " + minSide + " pixels long, not " + format + ".";
        }
        return null;
    }
}
