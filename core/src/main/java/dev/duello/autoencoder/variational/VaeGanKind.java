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
import java.util.List;
import java.util.Map;

/** VAE-GANs as a kind of learner. */
public final class VaeGanKind implements LearnerKind {
    @Override
    public String name() {
        return "vae-gan";
    }

    @Override
    public Map<String, String> presets() {
        return Map.of(
                "vae-gan",
                "VAE-GAN, 2016: a VAE that reconstructs what a discriminator sees, and a GAN with an encoder; sharper than a VAE.");
    }

    @Override
    public Class<? extends LearnerSettings> settingsType() {
        return VaeGanSettings.class;
    }

    @Override
    public List<Setting> settings() {
        return VaeGanSettingsHelp.settings();
    }

    @Override
    public List<String> widths() {
        return List.of("encoder.width", "decoder.width", "discriminator.width");
    }

    @Override
    public List<Statistic> statistics() {
        return List.of(
                VaeGanStatistic.FEATURES.statistic(),
                VaeStatistic.DIVERGENCE.statistic(),
                VaeGanStatistic.ADVERSARIAL.statistic(),
                VaeGanStatistic.DISCRIMINATOR.statistic(),
                VaeStatistic.WEIGHT.statistic(),
                VaeStatistic.HELD_OUT.statistic(),
                VaeStatistic.ACTIVE.statistic());
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
