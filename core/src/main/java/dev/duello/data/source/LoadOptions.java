package dev.duello.data.source;

import dev.duello.data.DataException;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.ClipGrid;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import org.jspecify.annotations.Nullable;

/**
 * How to bring the samples of a set to one format. What is left open ({@code null}) is derived from the data:
 *
 * <ul>
 *   <li><b>Size</b>: the commonest size, when at least half of the images have it, both sides are 16 to 256 and both are
 *       multiples of four (so that a network can halve them twice). Otherwise the commonest size is scaled down, keeping its
 *       proportions, to about 64x64 pixels in area (an image smaller than that keeps its area), and each side is rounded
 *       to a multiple of 16. With one side given, the other follows from the proportions of the commonest size, rounded
 *       to a multiple of four.
 *   <li><b>Channels</b>: 1 when every image is gray (red, green and blue are equal in each pixel once composed over
 *       black), else 3. Never 4: transparency is kept only when asked for, because networks trained on color that
 *       nobody sees learn noise.
 * </ul>
 *
 * Transparent pixels are composed over black for 1 and 3 channels. With 4 channels opaque images get alpha 255, and
 * wholly transparent pixels become black. Color turns to gray by the weights of ITU-R BT.601, as in Pillow. Color
 * profiles and gamma are ignored, except profiles for inks in JPEG; EXIF orientation is honored. Sixteen bits become eight
 * by their whole range, 0 to 65535.
 *
 * <p>Sounds have one channel, the mean of theirs. What is left open:
 *
 * <ul>
 *   <li><b>Rate</b>: 16000 samples a second, or the commonest rate of the files where that is lower.
 *   <li><b>Length</b>: 16384 samples, or where all are shorter the smallest power of two, 1024 or more, that holds nine of ten
 *       sounds whole.
 * </ul>
 *
 * Of longer sounds the beginning is used; after shorter ones there is silence.
 *
 * <p>Texts are lines of UTF-8 files. What is left open:
 *
 * <ul>
 *   <li><b>Length</b>: the shortest that holds 99 of 100 texts whole, at most 32 characters.
 *   <li><b>Alphabet</b>: the characters of the texts. Where there are 5000 texts or more, those that are there less often than once in
 *       5000 texts are rare, as are all beyond the 1022 commonest: for these stands U+FFFD.
 * </ul>
 *
 * Of longer texts the beginning is used; after shorter ones there is padding. A text that has a character which is not in an alphabet
 * without U+FFFD is passed over.
 *
 * <p>Shapes lie in a cube. What is left open:
 *
 * <ul>
 *   <li><b>Size</b>: 32 cells along each side, or 16 where all files are voxel grids of which nine of ten fit into that.
 *   <li><b>Channels</b>: 4 when most of the files are grids with more than one color, else 1, the shape alone.
 * </ul>
 *
 * <p>Image files are videos in three cases. With a grid each is a sheet of frames. Without, where most of the first 200 are
 * animations (GIF, PNG or WebP of several frames), each file is a video. Where they are not and a number of frames from 2 on is
 * given, each folder that holds images is a video of these, in the order of the numbers in their names. With 1 frame they are images
 * whatever they hold. What is left open of videos:
 *
 * <ul>
 *   <li><b>Frames</b>: all of a sheet; else 16, or 8 or 4 where more than half of the videos are shorter than that.
 *   <li><b>Size and channels</b>: as of images, by the frames.
 * </ul>
 *
 * Longer videos are cut into consecutive clips, and what is left at their ends is not used. Shorter ones are left out, and named.
 *
 * @param height rows of every image, 1 to 4096, or null
 * @param width columns of every image, 1 to 4096, or null
 * @param depth cells of every shape along the third axis, as many as along the others, or null
 * @param channels 1, 3, 4, or null
 * @param fit what to do with images of other proportions
 * @param length samples of every sound, 64 to 1048576, or characters of every text, 2 to 1024, or null
 * @param rate samples in a second of every sound, 1000 to 384000, or null
 * @param alphabet the characters of texts, or null
 * @param frames of every clip, 2 to 1024, or null; 1 where animations are images of their first frame
 * @param grid how frames lie in images that hold a clip each, or null
 * @param split which part of the data
 */
public record LoadOptions(
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable Integer depth,
        @Nullable Integer channels,
        Fit fit,
        @Nullable Integer length,
        @Nullable Integer rate,
        @Nullable String alphabet,
        @Nullable Integer frames,
        @Nullable ClipGrid grid,
        Split split) {

    /** The number of frames with which animations are images: their first frame is used. */
    public static final int FIRST_ONLY = 1;

    /** Everything derived from the data; crop to fit; the training part. */
    public static final LoadOptions DEFAULT =
            new LoadOptions(null, null, null, null, Fit.CROP, null, null, null, null, null, Split.TRAIN);

    /** @throws DataException when a value is out of its range */
    public LoadOptions {
        if (height != null) {
            ImageFormat.checkSide("height", height);
        }
        if (width != null) {
            ImageFormat.checkSide("width", width);
        }
        if (depth != null) {
            VoxelFormat.checkSide(depth);
        }
        if (channels != null) {
            ImageFormat.checkChannels(channels);
        }
        if (length != null) {
            checkLength(length);
        }
        if (rate != null) {
            SoundFormat.checkRate(rate);
        }
        if (alphabet != null) {
            var _ = new Alphabet(alphabet);
        }
        if (frames != null && frames != FIRST_ONLY) {
            VideoFormat.checkFrames(frames);
        }
    }

    /** What of these a medium has, its format checks. */
    private static void checkLength(int length) {
        if (length < TextFormat.SHORTEST || length > SoundFormat.LONGEST) {
            throw new DataException("The length of a sample must be " + TextFormat.SHORTEST + " to "
                    + SoundFormat.LONGEST + ", not " + length + ".");
        }
    }

    public LoadOptions withSize(@Nullable Integer newHeight, @Nullable Integer newWidth) {
        return new LoadOptions(newHeight, newWidth, depth, channels, fit, length, rate, alphabet, frames, grid, split);
    }

    public LoadOptions withDepth(@Nullable Integer newDepth) {
        return new LoadOptions(height, width, newDepth, channels, fit, length, rate, alphabet, frames, grid, split);
    }

    public LoadOptions withChannels(@Nullable Integer newChannels) {
        return new LoadOptions(height, width, depth, newChannels, fit, length, rate, alphabet, frames, grid, split);
    }

    /** The same, nothing of the format left open. */
    public LoadOptions withFormat(SampleFormat format) {
        return switch (format) {
            case ImageFormat image ->
                withSize(image.height(), image.width())
                        .withChannels(image.channels())
                        .withFrames(FIRST_ONLY);
            case VoxelFormat shape ->
                withSize(shape.side(), shape.side()).withDepth(shape.side()).withChannels(shape.channels());
            case SoundFormat sound -> withLength(sound.length()).withRate(sound.rate());
            case TextFormat text ->
                withLength(text.length()).withAlphabet(text.alphabet().characters());
            case VideoFormat video ->
                withSize(video.height(), video.width())
                        .withChannels(video.channels())
                        .withFrames(video.frames());
            default -> throw new IllegalArgumentException("There are no options for " + format + ".");
        };
    }

    public LoadOptions withFit(Fit newFit) {
        return new LoadOptions(height, width, depth, channels, newFit, length, rate, alphabet, frames, grid, split);
    }

    public LoadOptions withLength(@Nullable Integer newLength) {
        return new LoadOptions(height, width, depth, channels, fit, newLength, rate, alphabet, frames, grid, split);
    }

    public LoadOptions withRate(@Nullable Integer newRate) {
        return new LoadOptions(height, width, depth, channels, fit, length, newRate, alphabet, frames, grid, split);
    }

    public LoadOptions withAlphabet(@Nullable String newAlphabet) {
        return new LoadOptions(height, width, depth, channels, fit, length, rate, newAlphabet, frames, grid, split);
    }

    public LoadOptions withFrames(@Nullable Integer newFrames) {
        return new LoadOptions(height, width, depth, channels, fit, length, rate, alphabet, newFrames, grid, split);
    }

    public LoadOptions withGrid(@Nullable ClipGrid newGrid) {
        return new LoadOptions(height, width, depth, channels, fit, length, rate, alphabet, frames, newGrid, split);
    }

    public LoadOptions withSplit(Split newSplit) {
        return new LoadOptions(height, width, depth, channels, fit, length, rate, alphabet, frames, grid, newSplit);
    }
}
