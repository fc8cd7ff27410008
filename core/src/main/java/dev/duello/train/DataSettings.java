package dev.duello.train;

import static dev.duello.learn.SettingException.require;

import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.HeldOut;
import dev.duello.data.Medium;
import dev.duello.data.SampleFormat;
import dev.duello.data.Split;
import dev.duello.data.image.Fit;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.sound.SoundFormat;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.text.Alphabet;
import dev.duello.data.text.TextFormat;
import dev.duello.data.video.ClipGrid;
import dev.duello.data.video.VideoFormat;
import dev.duello.data.voxel.VoxelFormat;
import dev.duello.learn.SettingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a training learns from.
 *
 * @param source a catalog name or a path
 * @param size {@code HxW}, of shapes {@code DxHxW}, or {@code auto} to take it from the data
 * @param channels {@code 1}, {@code 3}, {@code 4}, or {@code auto}
 * @param length samples of every sound or characters of every text, or {@code auto} to take it from the data
 * @param rate samples in a second of every sound, or {@code auto}
 * @param alphabet the characters of texts in any order, or {@code auto}: those of the data
 * @param frames of every clip of a video, {@code auto} to take it from the data, or 1 to make images of the first frame of each
 *     animation
 * @param grid {@code ROWSxCOLUMNS} of frames where each image file is a sheet of frames, or {@code none}
 * @param fit what to do with images of other proportions
 * @param flip whether each real image is shown as in a mirror half of the time
 * @param labels {@code ignore} them, {@code use} them so that images of a class can be asked for, {@code auto}: use
 *     them where the data has some, or {@code cluster}: each image's class is the group of like images that it belongs to
 * @param clusters how many of these
 * @param heldOut how many samples are kept out of the training, or {@code auto}: see {@link HeldOut#automatic}
 * @param classes share of each class by its name, where labels are used; found in the data
 */
public record DataSettings(
        String source,
        String size,
        String channels,
        String length,
        String rate,
        String alphabet,
        String frames,
        String grid,
        Fit fit,
        boolean flip,
        String labels,
        int clusters,
        String heldOut,
        Map<String, Double> classes) {
    private static final String NO_GRID = "none";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})(?:[xX×](\\d{1,4})(?:[xX×](\\d{1,4}))?)?");

    public DataSettings {
        if (!size.equals("auto") && !SIZE.matcher(size).matches()) {
            throw new SettingException("data.size: '" + size
                    + "' is not a size: write HxW such as 28x28, one number for a square or a cube, or auto.");
        }
        if (!channels.matches("auto|1|3|4")) {
            throw new SettingException(
                    "data.channels: '" + channels + "' is not 1 (gray), 3 (color), 4 (with transparency) or auto.");
        }
        requireNumber("data.length", length, TextFormat.SHORTEST, SoundFormat.LONGEST);
        requireNumber("data.rate", rate, SoundFormat.LOWEST_RATE, SoundFormat.HIGHEST_RATE);
        requireAlphabet(alphabet);
        requireNumber("data.frames", frames, LoadOptions.FIRST_ONLY, VideoFormat.MOST_FRAMES);
        if (!grid.equals(NO_GRID)) {
            checkGrid(grid);
        }
        if (!labels.matches("ignore|use|auto|cluster")) {
            throw new SettingException("data.labels: '" + labels + "' is not ignore, use, auto or cluster.");
        }
        require(clusters >= 2 && clusters <= 1000, "data.clusters", clusters, "2 to 1000");
        if (!heldOut.matches("auto|\\d{1,9}")) {
            throw new SettingException("data.held-out: '" + heldOut
                    + "' is not auto, nor a number of images to keep out of the training.");
        }
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }

    /** How many samples are kept out of a training on these. */
    int heldOutOf(Dataset samples) {
        int count = heldOut.equals("auto") ? HeldOut.automatic(samples) : Integer.parseInt(heldOut);
        if (count > samples.size() - 2) {
            throw new SettingException("data.held-out: " + count + " of the " + samples.size() + " in '"
                    + samples.name() + "' cannot be kept out: at least two must be left to learn from.");
        }
        return count;
    }

    /** How to open the data. */
    public LoadOptions loadOptions(Split split) {
        LoadOptions options = LoadOptions.DEFAULT.withFit(fit).withSplit(split);
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            int height = Integer.parseInt(matcher.group(1));
            options = options.withSize(height, matcher.group(2) == null ? height : Integer.parseInt(matcher.group(2)));
            options = options.withDepth(matcher.group(3) == null ? null : Integer.valueOf(matcher.group(3)));
        }
        return options.withChannels(number(channels))
                .withLength(number(length))
                .withRate(number(rate))
                .withAlphabet(alphabet.equals("auto") ? null : alphabet)
                .withFrames(number(frames))
                .withGrid(grid.equals(NO_GRID) ? null : ClipGrid.parse(grid));
    }

    private static void checkGrid(String grid) {
        try {
            ClipGrid.parse(grid);
        } catch (DataException e) {
            throw new SettingException("data.grid: " + e.getMessage());
        }
    }

    private static @Nullable Integer number(String value) {
        return value.equals("auto") ? null : Integer.valueOf(value);
    }

    private static void requireAlphabet(String alphabet) {
        try {
            var _ = new Alphabet(alphabet);
        } catch (DataException e) {
            throw new SettingException("data.alphabet: " + e.getMessage());
        }
    }

    private static void requireNumber(String key, String value, int least, int most) {
        if (value.equals("auto")) {
            return;
        }
        String range = least + " to " + most + ", or auto";
        if (!value.matches("-?\\d{1,15}")) {
            throw new SettingException(key + ": '" + value + "' is not a whole number: " + range + ".");
        }
        long number = Long.parseLong(value);
        require(number >= least && number <= most, key, number, range);
    }

    /**
     * The format of the samples.
     *
     * @throws SettingException when it is open
     */
    SampleFormat format() {
        LoadOptions options = loadOptions(Split.TRAIN);
        Integer height = options.height();
        Integer width = options.width();
        Integer knownChannels = options.channels();
        Integer depth = options.depth();
        if (depth != null && knownChannels != null) {
            return new VoxelFormat(depth, knownChannels);
        }
        Integer knownFrames = options.frames();
        if (height != null && width != null && knownChannels != null) {
            if (knownFrames != null && knownFrames > LoadOptions.FIRST_ONLY) {
                return new VideoFormat(knownChannels, knownFrames, height, width);
            }
            return new ImageFormat(knownChannels, height, width);
        }
        Integer knownLength = options.length();
        Integer knownRate = options.rate();
        if (knownLength != null && knownRate != null) {
            return new SoundFormat(knownLength, knownRate);
        }
        String knownAlphabet = options.alphabet();
        if (knownLength != null && knownAlphabet != null) {
            return new TextFormat(knownLength, new Alphabet(knownAlphabet));
        }
        throw new SettingException("data.size and data.channels are open: they come from the data.");
    }

    /** @throws SettingException when something was chosen that samples of this medium do not have */
    void refuseOthersThan(Dataset samples) {
        Medium medium = samples.format().medium();
        List<String> has = keysOf(medium);
        chosen().forEach((key, value) -> {
            // A sheet of frames gives clips, and those have frames.
            boolean isSheet = medium == Medium.VIDEO && key.equals("data.grid");
            if (!value.equals("auto") && !has.contains(key) && !isSheet) {
                throw new SettingException(key + ": '" + samples.name() + "' holds " + medium.plural() + ", which have "
                        + String.join(", ", has.subList(0, has.size() - 1)) + " and " + has.getLast() + " instead.");
            }
        });
        if (medium != Medium.IMAGE && flip) {
            throw new SettingException("data.flip: only images can be mirrored, and '" + samples.name() + "' holds "
                    + medium.plural() + ".");
        }
        if (medium != Medium.IMAGE && labels.equals("cluster")) {
            throw new SettingException("data.labels: only images can be grouped by their looks, and '"
                    + samples.name() + "' holds " + medium.plural()
                    + ". Put each class into a sub-folder, or set data.labels=ignore.");
        }
    }

    /** The settings that tell the format of samples of a medium. */
    private static List<String> keysOf(Medium medium) {
        return switch (medium) {
            case IMAGE, VOXELS -> List.of("data.size", "data.channels");
            case SOUND -> List.of("data.length", "data.rate");
            case TEXT -> List.of("data.length", "data.alphabet");
            case VIDEO -> List.of("data.frames", "data.size", "data.channels");
        };
    }

    /** Those of all media, {@code auto} where nothing was chosen. */
    private Map<String, String> chosen() {
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put("data.size", size);
        chosen.put("data.channels", channels);
        chosen.put("data.length", length);
        chosen.put("data.rate", rate);
        chosen.put("data.alphabet", alphabet);
        // Media that are no videos have as good as one frame.
        chosen.put("data.frames", frames.equals(String.valueOf(LoadOptions.FIRST_ONLY)) ? "auto" : frames);
        chosen.put("data.grid", grid.equals(NO_GRID) ? "auto" : grid);
        return chosen;
    }

    /** The same for samples of a known format and of known classes, of which so many are kept out. */
    DataSettings of(SampleFormat format, String kept, Map<String, Double> known) {
        boolean grouped = labels.equals("cluster");
        LoadOptions options = LoadOptions.DEFAULT.withFormat(format);
        return new DataSettings(
                source,
                options.height() == null
                        ? "auto"
                        : options.height() + "x" + options.width()
                                + (options.depth() == null ? "" : "x" + options.depth()),
                text(options.channels()),
                text(options.length()),
                text(options.rate()),
                Objects.requireNonNullElse(options.alphabet(), "auto"),
                text(options.frames()),
                grid,
                fit,
                flip,
                known.isEmpty() ? "ignore" : grouped ? "cluster" : "use",
                clusters,
                kept,
                known);
    }

    private static String text(@Nullable Integer value) {
        return value == null ? "auto" : value.toString();
    }

    DataSettings from(String other) {
        return new DataSettings(
                other, size, channels, length, rate, alphabet, frames, grid, fit, flip, labels, clusters, heldOut,
                classes);
    }
}
