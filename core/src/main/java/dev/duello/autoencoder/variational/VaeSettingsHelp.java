package dev.duello.autoencoder.variational;

import dev.duello.autoencoder.EncoderDecoderHelp;
import dev.duello.learn.Setting;
import dev.duello.network.NetworkFamily;
import java.util.ArrayList;
import java.util.List;

/** What each setting of a variational autoencoder does, for people. */
final class VaeSettingsHelp {
    private VaeSettingsHelp() {}

    /** In the order of {@link VaeSettings}. */
    static List<Setting> settings() {
        List<Setting> lines = new ArrayList<>();
        lines.add(
                Setting.choice("network", Setting.names(NetworkFamily.values()), "The architecture of the networks."));
        lines.add(
                Setting.choice(
                        "reconstruction",
                        Setting.names(Reconstruction.values()),
                        "What images cost given their latents: a negative log-likelihood (bernoulli, gaussian), or a distance only."));
        lines.add(Setting.open(
                "variance",
                "0 to 100",
                "The variance of a Gaussian reconstruction, of pixels in [-1, 1]; 0 to take the one that fits best."));
        lines.add(Setting.open("latent", "1 to 1024", "Length of the latent that the encoder makes of an image."));
        lines.addAll(divergence());
        lines.addAll(EncoderDecoderHelp.settings());
        return List.copyOf(lines);
    }

    /** Of the group {@code kl}. */
    static List<Setting> divergence() {
        List<Setting> lines = new ArrayList<>();
        lines.add(Setting.open(
                "kl.beta",
                "0 to 1000000",
                "β: how much the KL divergence of latents from the prior counts in the loss."));
        lines.add(Setting.open(
                "kl.warm-up", "0 to 1", "Fraction of the training during which β rises from 0; 0 for no warm-up."));
        lines.add(Setting.open(
                "kl.free-bits",
                "0 to 100",
                "Nats of KL divergence that each latent number may have at no cost; 0 for none."));
        lines.add(Setting.open(
                "kl.capacity",
                "0 to 100000",
                "Nats that the KL divergence is drawn to, rising from 0 over the training (β-VAE B); 0 to make it small"
                        + " instead."));
        return lines;
    }
}
