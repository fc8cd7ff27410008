package dev.duello.translate;

import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translators that learn from pairs of images. */
public final class TranslateKind implements TranslatorKind {
    @Override
    public String name() {
        return "translate";
    }

    @Override
    public Map<String, String> presets() {
        Map<String, String> presets = new LinkedHashMap<>();
        presets.put("pix2pix", "Makes an image of another: colors, fills, draws; learns from pairs or from a task.");
        presets.put("sr", "Enlarges, denoises or sharpens images: learns details that the source has lost.");
        return presets;
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return TranslateSettings.class;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(Setting.choice(
                "network", Setting.names(GeneratorNetwork.values()), "The architecture of the generator."));
        lines.addAll(SourceSettings.help());
        lines.add(Setting.open(
                "noise",
                "0 to 1024",
                "Random numbers that go into each image besides its source, so that one source has several results; 0 for"
                        + " none."));
        lines.add(Setting.choice(
                "objective",
                Setting.names(PatchLoss.values()),
                "What discriminator and generator want of the logits of patches."));
        lines.add(Setting.open(
                "loss.adversarial",
                "0 or more",
                "Weight of what the generator wants of the discriminator; 0 for a training without a discriminator."));
        lines.add(Setting.open("loss.l1", "0 or more", "Weight of the mean distance from the target."));
        lines.add(Setting.open(
                "loss.features",
                "0 or more",
                "Weight of the mean distance from the target in the layers of the network that measures (evaluation.features), a"
                        + " perceptual loss."));
        lines.add(Setting.open(
                "loss.diversity",
                "0 or more",
                "Weight of how little results of one source differ, where there is noise (mode seeking)."));
        lines.addAll(GeneratorSettings.help());
        lines.addAll(DiscriminatorSettings.help());
        return List.copyOf(lines);
    }

    @Override
    public List<Statistic> statistics() {
        return Stream.of(
                        TranslateStatistic.DISCRIMINATOR_LOSS,
                        TranslateStatistic.GENERATOR_LOSS,
                        TranslateStatistic.L1,
                        TranslateStatistic.FEATURES,
                        TranslateStatistic.D_REAL,
                        TranslateStatistic.D_FAKE)
                .map(TranslateStatistic::statistic)
                .toList();
    }
}
