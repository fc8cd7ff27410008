package dev.duello.autoencoder;

import dev.duello.learn.Setting;
import dev.duello.network.NetworkFamily;
import java.util.ArrayList;
import java.util.List;

/** What each setting of an autoencoder does, for people. */
final class AutoencoderSettingsHelp {
    private AutoencoderSettingsHelp() {}

    /** In the order of {@link AutoencoderSettings}. */
    static List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(
                Setting.choice("network", Setting.names(NetworkFamily.values()), "The architecture of the networks."));
        lines.add(Setting.choice(
                "loss",
                Setting.names(ReconstructionLoss.values()),
                "How far a reconstruction is from its image, as the mean over all pixels."));
        lines.add(Setting.open("latent", "1 to 1024", "Length of the latent that the encoder makes of an image."));
        lines.add(
                Setting.choice(
                        "density",
                        Setting.names(LatentDensity.values()),
                        "What new latents are drawn from: a Gaussian fitted to those of training images, or a mixture of up to 8."));
        lines.addAll(EncoderDecoderHelp.settings());
        return List.copyOf(lines);
    }
}
