package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.EncoderDecoderHelp;
import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
import java.util.ArrayList;
import java.util.List;

/** What each setting of a VAE-GAN does, for people. */
final class VaeGanSettingsHelp {
    private VaeGanSettingsHelp() {}

    /** In the order of {@link VaeGanSettings}. */
    static List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(
                Setting.choice("network", Setting.names(NetworkFamily.values()), "The architecture of the networks."));
        lines.add(Setting.open(
                "variance",
                "0 to 1000000",
                "The variance of the discriminator's features around those of the reconstruction; 0 to take the one that fits"
                        + " best, 1 as in the paper."));
        lines.add(Setting.open(
                "gamma",
                "more than 0, to 1000000",
                "γ: how much the reconstruction counts for the decoder, beside the verdict of the discriminator."));
        lines.add(Setting.open("latent", "1 to 1024", "Length of the latent that the encoder makes of an image."));
        lines.addAll(VaeSettingsHelp.divergence());
        lines.addAll(EncoderDecoderHelp.settings());
        lines.add(Setting.open(
                "discriminator.width",
                "1 to 65536",
                "Channels of the discriminator's largest feature map, or units of a hidden layer."));
        lines.add(Setting.open("discriminator.blocks", "1 to 64", "Residual blocks at each size."));
        lines.add(Setting.choice(
                "discriminator.normalization",
                Setting.names(Normalization.values()),
                "Normalization of the discriminator: none, batch normalization or spectral normalization."));
        lines.addAll(OptimizerGroup.settings("discriminator.optimizer", "discriminator"));
        return List.copyOf(lines);
    }
}
