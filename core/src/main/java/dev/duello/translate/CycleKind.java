package dev.duello.translate;

import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translators that learn from unpaired images, there and back. */
public final class CycleKind implements TranslatorKind {
    @Override
    public String name() {
        return "cyclegan";
    }

    @Override
    public Map<String, String> presets() {
        return Map.of("cyclegan", "Makes images of one kind of those of another; learns from unpaired images of both.");
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return CycleSettings.class;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(Setting.choice(
                "network", Setting.names(GeneratorNetwork.values()), "The architecture of both generators."));
        lines.addAll(SourceSettings.help());
        lines.add(Setting.choice(
                "objective",
                Setting.names(PatchLoss.values()),
                "What discriminators and generators want of the logits of patches."));
        lines.add(Setting.open(
                "loss.cycle", "0 or more", "Weight of the mean distance of an image from what comes back of it."));
        lines.add(Setting.open(
                "loss.identity",
                "0 or more",
                "Weight of the mean distance of an image of the goal from what is made of it: keeps colors."));
        lines.add(Setting.open(
                "replay", "0 to 10000", "Images made earlier that each discriminator is shown again; 0 for none."));
        lines.addAll(GeneratorSettings.help());
        lines.addAll(DiscriminatorSettings.help());
        return List.copyOf(lines);
    }

    @Override
    public List<Statistic> statistics() {
        return Stream.of(
                        TranslateStatistic.DISCRIMINATOR_LOSS,
                        TranslateStatistic.GENERATOR_LOSS,
                        TranslateStatistic.CYCLE,
                        TranslateStatistic.D_REAL,
                        TranslateStatistic.D_FAKE)
                .map(TranslateStatistic::statistic)
                .toList();
    }
}
