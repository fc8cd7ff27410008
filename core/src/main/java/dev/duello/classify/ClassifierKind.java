package dev.duello.classify;

import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Classifiers as a kind of learner. */
public final class ClassifierKind implements LearnerKind {
    @Override
    public String name() {
        return "classifier";
    }

    @Override
    public Map<String, String> presets() {
        return Map.of(
                "classifier",
                "Tells the classes of labeled images apart; makes no images, but features to measure with.");
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return ClassifierSettings.class;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.open(
                "width", "1 to 4096", "Channels of the first of three stages; each further one has twice as many."));
        settings.addAll(OptimizerGroup.settings("optimizer", "classifier"));
        return List.copyOf(settings);
    }

    @Override
    public List<String> widths() {
        return List.of("width");
    }

    @Override
    public List<Statistic> statistics() {
        return Arrays.stream(ClassifierStatistic.values())
                .map(ClassifierStatistic::statistic)
                .toList();
    }

    @Override
    public boolean isGenerative() {
        return false;
    }

    @Override
    public Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return ClassifierModel.stored(store, device, precision);
    }
}
