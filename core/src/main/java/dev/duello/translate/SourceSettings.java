package dev.duello.translate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.duello.data.DataException;
import dev.duello.data.Dataset;
import dev.duello.data.Paired;
import dev.duello.data.SampleFormat;
import dev.duello.data.Sources;
import dev.duello.data.image.ImageFormat;
import dev.duello.data.source.LoadOptions;
import dev.duello.data.source.Pairs;
import dev.duello.data.task.Baseline;
import dev.duello.data.task.Task;
import dev.duello.data.task.TaskSources;
import dev.duello.learn.Setting;
import dev.duello.learn.SettingException;
import dev.duello.nn.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What images are made from, as the group {@code source} of an experiment.
 *
 * @param task that makes a source of each image, see {@link Task#parse}, or {@code none}
 * @param from a name or path of the sources, where there is no task
 * @param pairing which source belongs to which image of {@code data.source}
 * @param channels of the sources, or {@code auto}
 * @param factor by how much each side of an image is longer than that of its source; a task has its own
 */
public record SourceSettings(String task, String from, Pairing pairing, String channels, int factor) {
    private static final String NONE = "none";

    /** Which source belongs to which image. */
    public enum Pairing {
        /** That of the same name, but for its ending. */
        @JsonProperty("by-name")
        BY_NAME,
        /** None: any. */
        @JsonProperty("unpaired")
        UNPAIRED
    }

    public SourceSettings {
        if (!task.equals(NONE)) {
            parsed(task);
            if (!from.isEmpty()) {
                throw new SettingException(
                        "source.from: a task makes the sources, so that none are read: leave out source.task or source.from.");
            }
        }
        if (!channels.matches("auto|1|3|4")) {
            throw new SettingException(
                    "source.channels: '" + channels + "' is not 1 (gray), 3 (color), 4 (with transparency) or auto.");
        }
        if (Integer.bitCount(factor) != 1 || factor < 1 || factor > 8) {
            throw new SettingException("source.factor: " + factor + " is not 1, 2, 4 or 8.");
        }
    }

    private static Task parsed(String task) {
        try {
            return Task.parse(task);
        } catch (DataException e) {
            throw new SettingException("source.task: " + e.getMessage());
        }
    }

    /** The keys with their help. */
    static List<Setting> help() {
        return List.of(
                Setting.open(
                        "source.task",
                        "none, or one of " + String.join(", ", Task.NAMES) + "; with a number as in super-resolution:4",
                        "What is done to each image to get the source that it is learned to be made from."),
                Setting.open(
                        "source.from",
                        "a name from `duello data list`, or a path",
                        "Where there is no task: the images that those of `data.source` are made from."),
                Setting.choice(
                        "source.pairing",
                        Setting.names(Pairing.values()),
                        "Which source belongs to which image: that of the same name, or none."),
                Setting.choice(
                        "source.channels",
                        List.of("auto", "1", "3", "4"),
                        "Channels of the images of `source.from`; by default those that they have, or, where none belong together, those of the"
                                + " images that are made."),
                Setting.choice(
                        "source.factor",
                        List.of("1", "2", "4", "8"),
                        "How many times smaller than images their sources of `source.from` are."));
    }

    /** The samples with their sources, see {@link dev.duello.learn.LearnerSettings#samples}. */
    Dataset samples(Dataset opened, String where, long seed) {
        try {
            if (!task.equals(NONE)) {
                return TaskSources.of(opened, parsed(task), seed);
            }
            requireSources();
            ImageFormat format = ImageFormat.of(opened);
            if (format.height() % factor != 0 || format.width() % factor != 0) {
                throw new SettingException("source.factor: images of " + format + " cannot be " + factor
                        + " times as large as their sources: choose a data.size whose sides it divides.");
            }
            LoadOptions options = LoadOptions.DEFAULT
                    .withSize(format.height() / factor, format.width() / factor)
                    .withChannels(channelsFor(format));
            return pairing == Pairing.UNPAIRED
                    ? Pairs.unpaired(from, options, opened, seed)
                    : Pairs.open(from, options, opened, where);
        } catch (DataException e) {
            throw new SettingException((task.equals(NONE) ? "source.from: " : "source.task: ") + e.getMessage());
        }
    }

    /**
     * Samples of which none belongs to a source, each with the source of its name, so that what is made of that can be compared with it. The
     * same samples are kept out of a training on either.
     *
     * @param unpaired as {@link dev.duello.learn.LearnerSettings#samples} gives them; keep them open as long
     * @param where the name or path of the samples
     * @return to be closed
     * @throws SettingException when one of them has no source of its name
     */
    public Dataset byName(Dataset unpaired, String where) {
        Dataset found = new SourceSettings(task, from, Pairing.BY_NAME, channels, factor).samples(unpaired, where, 0);
        Sources sources = found.sources();
        if (sources == null || found.size() < unpaired.size()) {
            found.close();
            throw new SettingException(
                    "source.from: not every image of " + where + " has a source of the same name in " + from + ".");
        }
        return new Paired(unpaired, new Unmarked(sources), null, found::close);
    }

    /** Sources that do not change what samples are known again by. */
    private record Unmarked(Sources sources) implements Sources {
        @Override
        public SampleFormat format() {
            return sources.format();
        }

        @Override
        public void gather(int[] indices, long variant, MemorySegment target) {
            sources.gather(indices, variant, target);
        }

        @Override
        public String fingerprint() {
            return "";
        }
    }

    /** What is translated there and back, or contrasted with its source, has the channels of both unless something else is said. */
    private @Nullable Integer channelsFor(ImageFormat images) {
        if (!channels.equals("auto")) {
            return Integer.valueOf(channels);
        }
        return pairing == Pairing.UNPAIRED ? images.channels() : null;
    }

    private void requireSources() {
        if (from.isEmpty()) {
            throw new SettingException(
                    "source.task: it is not said what images are made from. Choose a task, such as source.task=colorize,"
                            + " or name the sources as source.from.");
        }
    }

    /** The same with nothing left open. @param samples as {@link #samples} gives them */
    SourceSettings forSamples(Dataset samples) {
        return samples.sources() == null
                ? this
                : new SourceSettings(
                        task,
                        from,
                        pairing,
                        String.valueOf(
                                ImageFormat.of(samples.sources().format()).channels()),
                        factor);
    }

    /** What a user would have without a model, the plainest first. */
    public List<Baseline> baselines() {
        return task.equals(NONE) ? List.of(Baseline.SOURCE) : parsed(task).baselines();
    }

    /** Whether sources are images with holes. */
    boolean fillsHoles() {
        return !task.equals(NONE) && parsed(task).cutsHoles();
    }

    /** The shape of a source. @param target that of an image; where channels are left open, the sources of images have as many */
    Shape shape(Shape target) {
        if (!task.equals(NONE)) {
            try {
                return new Shape(parsed(task)
                        .sourceFormat(new ImageFormat(
                                target.channels(),
                                target.spatial().get(0),
                                target.spatial().get(1)))
                        .shape());
            } catch (DataException e) {
                throw new SettingException("source.task: " + e.getMessage());
            }
        }
        return Shape.of(
                channels.equals("auto") ? target.channels() : Integer.parseInt(channels),
                target.spatial().get(0) / factor,
                target.spatial().get(1) / factor);
    }
}
