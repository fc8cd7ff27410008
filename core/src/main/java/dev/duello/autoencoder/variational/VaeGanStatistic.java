package dev.duello.autoencoder.variational;

import dev.duello.learn.Statistic;

/** The numbers that only a VAE-GAN reports of each step; it shares others with {@link VaeStatistic}. */
enum VaeGanStatistic {
    FEATURES(
            "feature-nats",
            "feature reconstruction",
            "What images cost given their latents, by the features that the discriminator sees in them.",
            "Reconstruction"),
    ADVERSARIAL(
            "adversarial-loss",
            "adversarial loss",
            "How clearly the discriminator tells what the decoder makes of latents of the prior from real images.",
            "Adversarial losses"),
    DISCRIMINATOR(
            "vae-discriminator-loss",
            "discriminator loss",
            "What the discriminator minimizes: it is to tell real images from decoded latents of the prior.",
            "Adversarial losses");

    private final Statistic statistic;

    VaeGanStatistic(String key, String label, String help, String chart) {
        statistic = new Statistic(key, label, help, chart);
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
