package dev.duello.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duello.Messages;
import dev.duello.data.Dataset;
import dev.duello.data.SampleFormat;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerKinds;
import dev.duello.learn.ObjectMappers;
import dev.duello.learn.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The presets of all kinds of learners, each with a value for every setting, also in three sizes such as {@code auto-tiny}. */
final class Presets {
    /** The default first. */
    static final List<String> NAMES = LearnerKinds.all().stream()
            .flatMap(kind -> kind.presets().keySet().stream())
            .toList();

    private static final Pattern SIZED = Pattern.compile("(.+)-(tiny|small|base)");

    private Presets() {}

    /** @throws SettingException when there is no such preset */
    static ObjectNode read(String name) {
        String plain = withoutSize(name);
        LearnerKind kind = LearnerKinds.ofPreset(plain)
                .orElseThrow(() -> new SettingException("preset: there is no '" + name + "'"
                        + Messages.suggestion(name, NAMES) + " The presets are " + String.join(", ", NAMES)
                        + ", each also with -tiny, -small or -base."));
        ObjectNode tree = read(kind, plain);
        tree.put("preset", name);
        if (!plain.equals(name)) {
            String size = name.substring(plain.length() + 1);
            widen(tree, kind, PresetSize.valueOf(size.toUpperCase(Locale.ROOT)));
        }
        return tree;
    }

    private static ObjectNode read(LearnerKind kind, String name) {
        try (InputStream in = kind.preset(name)) {
            ObjectNode tree = (ObjectNode) ObjectMappers.YAML.readTree(in);
            tree.put("learner", kind.name());
            // The same in all presets.
            tree.withObject("machine").set("group", ObjectMappers.JSON.valueToTree(Experiment.Group.ALONE));
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutSize(String name) {
        Matcher sized = SIZED.matcher(name);
        return sized.matches() ? sized.group(1) : name;
    }

    private static void widen(ObjectNode tree, LearnerKind kind, PresetSize size) {
        for (String key : kind.widths()) {
            int dot = key.lastIndexOf('.');
            ObjectNode group = dot < 0
                    ? tree
                    : (ObjectNode) tree.at("/" + key.substring(0, dot).replace('.', '/'));
            String name = key.substring(dot + 1);
            group.put(name, size.width(group.get(name).asInt()));
        }
    }

    /** Every setting that the learner of some settings has, with the values of one of its presets. */
    static ObjectNode sameKind(ObjectNode settings) {
        LearnerKind kind = kindOf(settings);
        return read(kind, kind.presets().keySet().iterator().next());
    }

    /** The learner of the settings of a run; before there were others all were GANs. */
    static LearnerKind kindOf(ObjectNode settings) {
        return LearnerKinds.named(settings.path("learner")
                .asText(EarlierDefaults.experiment().get("learner").asText()));
    }

    /** The preset, of the same size, that is taken for these samples where another is asked for. */
    static String taken(String asked, Dataset samples) {
        String plain = withoutSize(asked);
        return LearnerKinds.ofPreset(plain)
                .map(kind -> kind.presetFor(plain, samples) + asked.substring(plain.length()))
                .orElse(asked);
    }

    /** What the preset of these settings takes for samples of a format, by key. */
    static Map<String, String> mediumChoices(ObjectNode settings, SampleFormat format) {
        return kindOf(settings).mediumChoices(withoutSize(settings.get("preset").asText()), format);
    }

    /** What the preset of these settings chooses by a look at the samples, by key. */
    static Map<String, String> choices(ObjectNode settings, Dataset samples) {
        return kindOf(settings).choices(withoutSize(settings.get("preset").asText()), samples);
    }
}
