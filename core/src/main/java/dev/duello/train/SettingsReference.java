package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.data.image.Fit;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.Setting;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every setting of an {@link Experiment} with its help: what the guide's page of settings and the studio show. A new key of the
 * experiment needs a line here, one of a learner a line in its kind; a test compares both.
 */
public final class SettingsReference {
    /** Found in the data, and never set by hand. */
    private static final String CLASSES = "data.classes";

    private SettingsReference() {}

    /** All settings of the default preset's learner. */
    public static List<Setting> all() {
        return all(LearnerKinds.all().getFirst());
    }

    /** All settings of a kind of learner, in the order of the file, with the defaults of its first preset. */
    public static List<Setting> all(LearnerKind kind) {
        String preset = kind.presets().keySet().iterator().next();
        Map<String, String> defaults = values(ExperimentReader.preset(preset));
        return lines(kind).stream()
                .map(setting -> setting.byDefault(defaults.getOrDefault(setting.key(), "")))
                .toList();
    }

    /** The value of every setting of an experiment as text, in the order of the file. */
    public static Map<String, String> values(Experiment experiment) {
        Map<String, String> values = new LinkedHashMap<>();
        collect("", ObjectMappers.JSON.valueToTree(experiment), values);
        return values;
    }

    private static void collect(String prefix, JsonNode group, Map<String, String> values) {
        for (Map.Entry<String, JsonNode> entry : group.properties()) {
            String key = prefix + entry.getKey();
            if (key.equals(CLASSES)) {
                continue;
            }
            if (entry.getValue().isObject()) {
                collect(key + ".", entry.getValue(), values);
            } else {
                values.put(key, text(entry.getValue()));
            }
        }
    }

    /** A number without the digits that say nothing. */
    private static String text(JsonNode value) {
        String text = value.asText();
        return value.isNumber() && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The page of the guide, as Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
            # All settings

            Every key of an experiment: in a YAML file for `--config`, as `--set KEY=VALUE`, or on the studio's page *Start a
            training*. `duello train --dry-run` prints the values that a training would use. The defaults are those of the preset
            `auto`, which changes some of them to suit the images (see [presets](training.md#presets)); other presets have their
            own. Where the table allows it, a number can be replaced by `from -> to`, which goes from one value to the other
            along half a cosine over `training.anneal-kimg`. This page is generated from the code (`SettingsReference`).
            """);
        appendTables(page, all());
        LearnerKinds.all().stream().skip(1).forEach(kind -> appendOwn(page, kind));
        return page.toString();
    }

    /** The keys that another learner has in the place of those of the default one. */
    private static void appendOwn(StringBuilder page, LearnerKind kind) {
        String preset = kind.presets().keySet().iterator().next();
        Set<String> own = kind.settings().stream().map(Setting::key).collect(Collectors.toSet());
        page.append("\n# Settings of the learner ")
                .append(kind.name())
                .append("\n\nOf `--preset ")
                .append(preset)
                .append("`, in the place of the settings above up to `data`.\n");
        appendTables(
                page,
                all(kind).stream()
                        .filter(setting -> own.contains(setting.key()))
                        .toList());
    }

    private static void appendTables(StringBuilder page, List<Setting> settings) {
        String group = "";
        for (Setting setting : settings) {
            if (!setting.group().equals(group)) {
                group = setting.group();
                page.append("\n## ")
                        .append(group)
                        .append("\n\n| key | what it does | values | default |\n|---|---|---|---|\n");
            }
            String values =
                    setting.choices().isEmpty() ? setting.values() : "`" + String.join("`, `", setting.choices()) + "`";
            page.append("| `")
                    .append(setting.key())
                    .append("` | ")
                    .append(setting.help())
                    .append(" | ")
                    .append(values)
                    .append(" | `")
                    .append(setting.byDefault())
                    .append("` |\n");
        }
    }

    private static List<Setting> lines(LearnerKind kind) {
        List<Setting> lines = new ArrayList<>();
        lines.add(Setting.open(
                "preset",
                "one of " + String.join(", ", ExperimentReader.PRESETS) + ", each also with -tiny, -small or -base",
                "The named defaults that all other settings override."));
        lines.add(Setting.open(
                "learner",
                "one of "
                        + String.join(
                                ", ",
                                LearnerKinds.all().stream()
                                        .map(LearnerKind::name)
                                        .toList()),
                "The kind of model that is trained; determined by the preset."));
        lines.addAll(kind.settings());
        lines.add(Setting.open(
                "data.source",
                "a name from `duello data list`, or a path",
                "The images or sounds: a data set, folder or archive."));
        lines.add(Setting.open(
                "data.size",
                "HxW such as 28x28, one number for a square, or auto",
                "The size that all images are scaled to."));
        lines.add(Setting.choice(
                "data.channels",
                List.of("auto", "1", "3", "4"),
                "1 for gray, 3 for color, 4 for color with transparency."));
        lines.add(Setting.open(
                "data.length",
                "2 to 1048576, or auto",
                "Samples of every sound, at least 64, or characters of every text, at most 1024: longer ones are cut,"
                        + " shorter ones followed by silence or padding."));
        lines.add(Setting.open(
                "data.rate", "1000 to 384000, or auto", "Samples in a second that all sounds are brought to."));
        lines.add(Setting.open(
                "data.alphabet",
                "characters, each once, or auto",
                "The characters of texts; auto takes those of the data, and U+FFFD for all that are rare."));
        lines.add(
                Setting.open(
                        "data.frames",
                        "1 to 1024, or auto",
                        "Frames of every clip of a video: longer videos are cut into clips, shorter ones left out. With 1 animations are"
                                + " images of their first frame. With auto files of which most are animated are videos, of 16 frames."));
        lines.add(Setting.open(
                "data.grid",
                "ROWSxCOLUMNS such as 4x4, or none",
                "How frames lie in images that hold a whole clip each (sprite sheets)."));
        lines.add(Setting.choice(
                "data.fit",
                Setting.names(Fit.values()),
                "How images of other proportions are fitted: cropped to the center, or padded with black."));
        lines.add(Setting.yesOrNo(
                "data.flip",
                "Mirror real images at random, half of them; for images where left and right make no difference."));
        lines.add(Setting.choice(
                "data.labels",
                List.of("auto", "use", "ignore", "cluster"),
                "Whether the model is conditional: if the data has classes, always, never, or with clusters"
                        + " of similar images as classes."));
        lines.add(Setting.open("data.clusters", "2 to 1000", "How many clusters `data.labels=cluster` finds."));
        lines.add(Setting.open(
                "data.held-out",
                "auto, or a number",
                "Images kept out of the training, for `duello audit`, or to measure translators on. auto: none where the data has a test part or fewer than"
                        + " 1,000 images; else 5 %, or up to 10 % to reach 500."));
        lines.add(Setting.open(
                "training.kimg", "more than 0, at most 1e9", "Length, in thousands of training images seen."));
        lines.add(
                Setting.open(
                        "training.anneal-kimg",
                        "more than 0",
                        "Thousands of images over which schedules go from their first to their last value; by default the whole length."));
        lines.add(Setting.open("training.batch", "2 to 65536", "Images in a step."));
        lines.add(Setting.open(
                "training.micro-batch",
                "0, or a divisor of training.batch from 2",
                "Images in memory at once: gradients are accumulated over the parts of a batch. 0 for the whole batch."
                        + " Layers that mix images, such as batch normalization, see one part at a time."));
        lines.add(Setting.open(
                "training.clip-norm",
                "0 or more",
                "Largest norm of each network's gradient (gradient clipping); 0 for no limit."));
        lines.add(Setting.open(
                "training.seed", "a whole number", "Seed of every random stream: the same seed, the same training."));
        lines.add(Setting.open("training.sample-kimg", "more than 0", "Interval between sample grids."));
        lines.add(Setting.open("training.checkpoint-kimg", "more than 0", "Interval between checkpoints."));
        lines.add(Setting.open(
                "training.keep-checkpoints",
                "at least 1",
                "How many of the newest checkpoints are kept, in addition to the best."));
        lines.add(Setting.choice(
                "evaluation.metric",
                Stream.concat(Stream.of("none"), Metrics.names(Metrics.BUILT_IN).stream())
                        .toList(),
                "The metric that decides which checkpoint is best."));
        lines.add(Setting.choice(
                "evaluation.features", FeatureNetworks.NAMES, "The feature network that it is measured with."));
        lines.add(Setting.open(
                "evaluation.until",
                "never, or goals such as fid<20 or fid<20,recall>0.3",
                "Stop as soon as all of these goals are reached."));
        lines.add(
                Setting.open(
                        "evaluation.patience",
                        "0 or more",
                        "Early stopping: stop after this many evaluations without improvement if the trend gets worse; 0 for never."));
        lines.add(Setting.open("evaluation.kimg", "more than 0", "Interval between evaluations."));
        lines.add(Setting.open("evaluation.samples", "2 to 1000000", "Fakes in an evaluation."));
        lines.add(Setting.choice("machine.device", List.of("auto", "cpu", "cuda", "mps"), "The device that computes."));
        lines.add(Setting.choice(
                "machine.precision",
                List.of("auto", "fp32", "bf16"),
                "The number format of convolutions and matrix products."));
        lines.add(Setting.open(
                "machine.threads", "0 to 1024", "Threads of each operation; 0 for one for each processor."));
        lines.add(
                Setting.open(
                        "machine.group.processes",
                        "1 to 4096",
                        "Processes that share each batch; see [several processes](scale.md). A launcher decides where there is one."));
        lines.add(Setting.open(
                "machine.group.timeout",
                "1 to 86400",
                "Seconds that a process may be silent, or let others wait for a sum, before all end."));
        lines.add(Setting.choice(
                "machine.group.wire",
                List.of("fp32", "bf16"),
                "The number format that gradients are sent and added in."));
        lines.add(
                Setting.choice(
                        "machine.group.batch-norm",
                        List.of("local", "synchronized"),
                        "Whether batch normalization takes the statistics of each process's share of a batch, or of the whole batch."));
        return List.copyOf(lines);
    }
}
