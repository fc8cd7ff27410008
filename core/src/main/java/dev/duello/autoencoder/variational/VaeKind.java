package dev.duello.autoencoder.variational;

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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variational autoencoders as a kind of learner. */
public final class VaeKind implements LearnerKind {
    private static final Map<String, String> PRESETS = presetHelp();

    private static Map<String, String> presetHelp() {
        Map<String, String> presets = new LinkedHashMap<>();
        presets.put(
                "vae",
                "VAE, 2014: an autoencoder that can be sampled and bounds the likelihood of images; trains steadily, blurs.");
        presets.put(
                "beta-vae",
                "β-VAE, 2017: a VAE whose few latent numbers each stand for one property of the images; blurs more.");
        return Collections.unmodifiableMap(presets);
    }

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public Map<String, String> presets() {
        return PRESETS;
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return VaeSettings.class;
    }

    @Override
    public List<Setting> settings() {
        return VaeSettingsHelp.settings();
    }

    @Override
    public List<String> widths() {
        return List.of("encoder.width", "decoder.width");
    }

    @Override
    public List<Statistic> statistics() {
        return Arrays.stream(VaeStatistic.values()).map(VaeStatistic::statistic).toList();
    }

    @Override
    public Map<String, String> mediumChoices(String preset, SampleFormat format) {
        return NetworkFamily.choices(new Shape(format.shape()));
    }

    @Override
    public Model model(NetworkStore store, List<Double> classShares, Device device, Precision precision) {
        return VaeModel.stored(store, classShares, device, precision);
    }
}
