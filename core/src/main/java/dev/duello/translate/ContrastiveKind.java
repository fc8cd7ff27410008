package dev.duello.translate;

import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translators that learn from unpaired images by contrasting patches. */
public final class ContrastiveKind implements TranslatorKind {
    @Override
    public String name() {
        return "cut";
    }

    @Override
    public Map<String, String> presets() {
        return Map.of("cut", "As cyclegan, by one generator that keeps what patches show: half the memory and time.");
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return ContrastiveSettings.class;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.addAll(SourceSettings.help());
        lines.add(Setting.choice(
                "objective",
                Setting.names(PatchLoss.values()),
                "What discriminators and generators want of the logits of patches."));
        lines.add(Setting.open(
                "loss.contrastive",
                "0 or more",
                "Weight of how hard it is to find the patch of the source that a patch was made from."));
        lines.add(Setting.yesOrNo(
                "loss.identity", "Whether images of the goal, which are to stay as they are, are contrasted as well."));
        lines.add(
                Setting.open("loss.patches", "2 to 4096", "Patches of each image and each layer that are contrasted."));
        lines.add(Setting.open("loss.temperature", "more than 0", "What similarities of patches are divided by."));
        lines.addAll(GeneratorSettings.help());
        lines.addAll(DiscriminatorSettings.help());
        return List.copyOf(lines);
    }

    @Override
    public List<Statistic> statistics() {
        return Stream.of(
                        TranslateStatistic.DISCRIMINATOR_LOSS,
                        TranslateStatistic.GENERATOR_LOSS,
                        TranslateStatistic.CONTRAST,
                        TranslateStatistic.D_REAL,
                        TranslateStatistic.D_FAKE)
                .map(TranslateStatistic::statistic)
                .toList();
    }
}
