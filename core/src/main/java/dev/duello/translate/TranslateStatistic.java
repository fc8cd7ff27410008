package dev.duello.translate;

import dev.duello.learn.Statistic;

/** The numbers that translators report of each step. */
enum TranslateStatistic {
    DISCRIMINATOR_LOSS(
            "discriminator-loss",
            "discriminator loss",
            "The objective that D minimizes, as the mean over the patches of one batch.",
            "Losses"),
    GENERATOR_LOSS(
            "generator-loss",
            "generator loss",
            "The objective that G minimizes, on one batch, without distances.",
            "Losses"),
    L1("l1-loss", "L1 loss", "Mean distance of images from their targets, of values from -1 to 1.", "L1 loss"),
    FEATURES(
            "feature-loss",
            "feature loss",
            "Mean distance of images from their targets in the layers of the network that measures.",
            "Feature loss"),
    CYCLE(
            "cycle-loss",
            "cycle loss",
            "Mean distance of images from themselves after translation there and back.",
            "Cycle loss"),
    CONTRAST(
            "contrastive-loss",
            "contrastive loss",
            "How hard it is to find the patch of the source that a patch of the image was made from, in nats.",
            "Contrastive loss"),
    D_REAL(
            "d-real",
            "D(x)",
            "Mean probability of being real that D gives to patches of targets.",
            "Mean probability of being real"),
    D_FAKE(
            "d-fake",
            "D(G(z))",
            "Mean probability of being real that D gives to patches of what is made.",
            "Mean probability of being real");

    private final Statistic statistic;

    TranslateStatistic(String key, String label, String help, String chart) {
        statistic = new Statistic(key, label, help, chart);
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
