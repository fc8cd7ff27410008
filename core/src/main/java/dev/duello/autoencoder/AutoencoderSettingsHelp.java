package dev.duello.autoencoder;

import dev.duello.learn.OptimizerGroup;
import dev.duello.learn.Setting;
import dev.duello.network.NetworkFamily;
import dev.duello.network.Normalization;
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
        lines.addAll(network("encoder"));
        lines.addAll(network("decoder"));
        lines.addAll(OptimizerGroup.settings("optimizer", "encoder and the decoder"));
        lines.add(Setting.open(
                "ema.half-life-kimg",
                "0 or more",
                "Half-life of the moving average of both networks (EMA), which makes samples and reconstructions."));
        lines.add(
                Setting.open(
                        "ema.ramp-up",
                        "0 or more",
                        "Early in the training, the half-life is at most this fraction of the images seen; 0 for no such limit."));
        return List.copyOf(lines);
    }

    private static List<Setting> network(String name) {
        return List.of(
                Setting.open(
                        name + ".width",
                        "1 to 65536",
                        "Channels of the " + name + "'s largest feature map, or units of a hidden layer."),
                Setting.open(name + ".blocks", "1 to 64", "Residual blocks at each size."),
                Setting.choice(
                        name + ".normalization",
                        Setting.names(Normalization.values()),
                        "Normalization of the " + name + ": none, batch normalization or spectral normalization."));
    }
}
