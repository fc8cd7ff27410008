package dev.duello.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duello.data.image.Fit;
import dev.duello.gan.NetworkFamily;
import dev.duello.gan.Normalization;
import dev.duello.gan.Objective;
import dev.duello.metric.FeatureNetworks;
import dev.duello.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every setting of an {@link Experiment} with its help: what the guide's page of settings and the studio show. A new key of the
 * experiment needs a line here; a test compares both.
 */
public final class SettingsReference {
    private static final String SCHEDULE = ", or two as in 2e-4 -> 5e-5";

    /** Found in the data, and never set by hand. */
    private static final String CLASSES = "data.classes";

    private record Line(String key, String help, String values, List<String> choices) {}

    private static final List<Line> LINES = lines();

    private SettingsReference() {}

    /** All settings, in the order of the file. */
    public static List<Setting> all() {
        Map<String, String> defaults = values(ExperimentReader.preset(ExperimentReader.PRESETS.getFirst()));
        return LINES.stream()
                .map(line -> new Setting(
                        line.key, line.help, line.values, line.choices, defaults.getOrDefault(line.key, "")))
                .toList();
    }

    /** The value of every setting of an experiment as text, in the order of the file. */
    public static Map<String, String> values(Experiment experiment) {
        Map<String, String> values = new LinkedHashMap<>();
        collect("", Formats.JSON.valueToTree(experiment), values);
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

    /** What a preset is, in a sentence. @param name one of {@link ExperimentReader#PRESETS} */
    public static String presetHelp(String name) {
        return switch (name) {
            case "auto" -> "Looks at your images and chooses by measured rules; the best first try.";
            case "r3gan" ->
                "R3GAN, 2024: relativistic pairing with R1 and R2, no normalization; stable and slow, for long"
                        + " trainings.";
            case "sngan" -> "SNGAN, 2018: residual networks with spectral normalization and the hinge loss.";
            case "wgan-gp" ->
                "WGAN-GP, 2017: Wasserstein distance with gradient penalty, five discriminator steps for one of the"
                        + " generator.";
            case "dcgan" -> "DCGAN, 2015: the classic convolutional GAN, quick, no penalty; it can collapse.";
            case "mlp" -> "The GAN of 2014: fully connected networks; to see where it all began.";
            default -> throw new IllegalArgumentException("There is no preset '" + name + "'.");
        };
    }

    /** The page of the guide, as Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
            # All settings

            Every key of an experiment: in a YAML file for `--config`, as `--set KEY=VALUE`, or on the studio's page *Start a
            training*. `duello train --dry-run` prints the values that a training would use. The defaults are those of the preset
            `auto`, which changes some after a look at the images (see [presets](training.md#presets)); other presets have their
            own. Where a number is taken, `from -> to` instead goes from one to the other along half a cosine over
            `training.anneal-kimg`, if the table says so. This page is generated from the code (`SettingsReference`).
            """);
        String group = "";
        for (Setting setting : all()) {
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
        return page.toString();
    }

    private static Line open(String key, String values, String help) {
        return new Line(key, help, values, List.of());
    }

    private static Line choice(String key, List<String> choices, String help) {
        return new Line(key, help, String.join(", ", choices), choices);
    }

    private static Line yesOrNo(String key, String help) {
        return choice(key, List.of("true", "false"), help);
    }

    private static List<String> names(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> Formats.JSON.convertValue(constant, String.class))
                .toList();
    }

    private static List<Line> optimizer(String group, String whose) {
        return List.of(
                open(group + ".rate", "more than 0" + SCHEDULE, "The learning rate of Adam for the " + whose + "."),
                open(group + ".beta1", "0 to less than 1", "How long Adam remembers gradients."),
                open(group + ".beta2", "0 to less than 1" + SCHEDULE, "How long Adam remembers squared gradients."),
                open(group + ".epsilon", "more than 0", "Added to Adam's denominator, against division by nearly 0."));
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(open(
                "preset",
                "one of " + String.join(", ", ExperimentReader.PRESETS) + ", each also with -tiny, -small or -base",
                "The named defaults that all other settings start from."));
        lines.add(choice("network", names(NetworkFamily.values()), "The family of both networks."));
        lines.add(choice("objective", names(Objective.values()), "The losses of both networks."));
        lines.add(open(
                "penalty.r1",
                "0 or more" + SCHEDULE,
                "Weight γ of the R1 gradient penalty, at reals; the first cure for unstable training and collapse."));
        lines.add(
                open("penalty.r2", "0 or more" + SCHEDULE, "Weight γ of the R2 gradient penalty: the same at fakes."));
        lines.add(open(
                "penalty.wgan-gp", "0 or more", "Weight λ of WGAN-GP's gradient penalty, between reals and fakes."));
        lines.add(open(
                "penalty.interval",
                "1 or more",
                "The penalty is computed in every so-many-th step, and is that many times larger then: cheaper."));
        lines.add(yesOrNo(
                "augmentation.translation", "Move what the discriminator sees by up to an eighth; for few images."));
        lines.add(
                yesOrNo("augmentation.cutout", "Blank out a square of half the side in what the discriminator sees."));
        lines.add(yesOrNo(
                "augmentation.colour", "Change brightness, saturation and contrast of what the discriminator sees."));
        lines.add(open("augmentation.probability", "0 to 1" + SCHEDULE, "Probability of each change, for each image."));
        lines.add(open(
                "augmentation.adapt",
                "0 to less than 1",
                "Above 0, the probability follows how sure the discriminator is of the reals (ADA); 0.6 is usual."));
        lines.add(open(
                "data.source",
                "a name from `duello data list`, or a path",
                "The images: a data set, folder or archive."));
        lines.add(open(
                "data.size",
                "HxW such as 28x28, one number for a square, or auto",
                "The size that all images are brought to."));
        lines.add(choice(
                "data.channels",
                List.of("auto", "1", "3", "4"),
                "1 for gray, 3 for color, 4 for color with transparency."));
        lines.add(choice(
                "data.fit",
                names(Fit.values()),
                "What is done with images of other proportions: cut to the center, or filled up with black."));
        lines.add(yesOrNo("data.flip", "Show every second image mirrored; for images without a left and a right."));
        lines.add(choice(
                "data.labels",
                List.of("auto", "use", "ignore", "group"),
                "Whether images are generated by class: where there are classes, always, never, or by groups"
                        + " of like images."));
        lines.add(open("data.groups", "2 to 1000", "How many groups `data.labels=group` finds."));
        lines.add(open("generator.latent", "1 to 65536", "Length of the latent vector z."));
        lines.add(open(
                "generator.width",
                "1 to 65536",
                "Channels of the generator's largest feature map, or units of a hidden layer: more is better"
                        + " and slower."));
        lines.add(open("generator.blocks", "1 to 64", "Residual blocks at each size."));
        lines.add(choice(
                "generator.normalisation",
                names(Normalization.values()),
                "What keeps numbers in the generator in bounds."));
        lines.addAll(optimizer("generator.optimizer", "generator"));
        lines.add(open(
                "generator.average.half-life-kimg",
                "0 or more",
                "Half-life of the moving average of the generator (EMA), from which samples are made."));
        lines.add(open(
                "generator.average.ramp-up",
                "0 or more",
                "Early on, the half-life is at most this share of the images seen; 0 for no ramp."));
        lines.add(open(
                "discriminator.width",
                "1 to 65536",
                "Channels of the discriminator's largest feature map, or units of a hidden layer."));
        lines.add(open("discriminator.blocks", "1 to 64", "Residual blocks at each size."));
        lines.add(choice(
                "discriminator.normalisation",
                names(Normalization.values()),
                "What keeps numbers in the discriminator in bounds."));
        lines.add(yesOrNo(
                "discriminator.minibatch-deviation",
                "Let the discriminator see how much the images of a batch differ; against collapse."));
        lines.add(yesOrNo(
                "discriminator.joint-batch", "Show it reals and fakes as one batch instead of one after the other."));
        lines.add(open("discriminator.steps", "1 to 100", "Steps of the discriminator for one of the generator."));
        lines.addAll(optimizer("discriminator.optimizer", "discriminator"));
        lines.add(open(
                "training.kimg",
                "more than 0, at most 1e9",
                "Length, in thousands of images shown to the discriminator."));
        lines.add(open(
                "training.anneal-kimg",
                "more than 0",
                "Thousands of images over which schedules go from first to last value; the length, unless set."));
        lines.add(open("training.batch", "2 to 65536", "Images in a step."));
        lines.add(open(
                "training.micro-batch",
                "0, or a divisor of training.batch from 2",
                "Images in memory at once: the gradients of the parts of a batch are added up. 0 for the whole batch."
                        + " Layers that mix images, such as batch normalization, see one part at a time."));
        lines.add(open(
                "training.clip-norm",
                "0 or more",
                "Each network's gradient is shortened to this length where it is longer; 0 for no limit."));
        lines.add(open(
                "training.seed", "a whole number", "Seed of every random stream: the same seed, the same training."));
        lines.add(open("training.sample-kimg", "more than 0", "Distance between sample grids."));
        lines.add(open("training.checkpoint-kimg", "more than 0", "Distance between checkpoints."));
        lines.add(open(
                "training.keep-checkpoints",
                "at least 1",
                "How many of the newest checkpoints stay, beside the best."));
        lines.add(choice(
                "watch.metric",
                Stream.concat(Stream.of("none"), Metric.names().stream()).toList(),
                "The metric that decides which checkpoint is best."));
        lines.add(choice("watch.features", FeatureNetworks.NAMES, "The feature network that it is measured with."));
        lines.add(open(
                "watch.until",
                "never, or goals such as fid<20 or fid<20,recall>0.3",
                "Stop as soon as all are reached."));
        lines.add(open(
                "watch.patience",
                "0 or more",
                "Stop after so many evaluations without improvement while the trend is for the worse; 0 for never."));
        lines.add(open("watch.kimg", "more than 0", "Distance between evaluations."));
        lines.add(open("watch.samples", "2 to 1000000", "Fakes in an evaluation."));
        lines.add(choice("machine.device", List.of("auto", "cpu", "cuda", "mps"), "Where tensors are computed."));
        lines.add(choice(
                "machine.precision", List.of("auto", "fp32", "bf16"), "The number format of the heavy operations."));
        lines.add(open("machine.threads", "0 to 1024", "Threads of one operation; 0 for one a processor."));
        return List.copyOf(lines);
    }
}
