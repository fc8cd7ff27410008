package dev.duello.autoencoder;

import dev.duello.data.SampleFormat;
import dev.duello.learn.LearnerKind;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.Model;
import dev.duello.learn.NetworkStore;
import dev.duello.learn.Setting;
import dev.duello.learn.Statistic;
import dev.duello.network.NetworkFamily;
import dev.duello.nn.Shape;
import dev.duello.torch.Device;
import dev.duello.torch.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Autoencoders as a kind of learner. */
public final class AutoencoderKind implements LearnerKind {
    @Override
    public String name() {
        return "autoencoder";
    }

    @Override
    public Map<String, String> presets() {
        return Map.of(
                "autoencoder",
                "An encoder and a decoder: reconstructs your images; new ones come blurred, from a Gaussian.");
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return AutoencoderSettings.class;
    }

    @Override
    public List<Setting> settings() {
        return AutoencoderSettingsHelp.settings();
    }

    @Override
    public List<String> widths() {
        return List.of("encoder.width", "decoder.width");
    }

    @Override
    public List<Statistic> statistics() {
        return Arrays.stream(AutoencoderStatistic.values())
                .map(AutoencoderStatistic::statistic)
                .toList();
    }

    @Override
    public Map<String, String> mediumChoices(String preset, SampleFormat format) {
        return NetworkFamily.choices(new Shape(format.shape()));
    }

    @Override
    public Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return AutoencoderModel.stored(store, device, precision);
    }
}
