package dev.duello.autoencoder.variational;

import dev.duello.learn.Statistic;

/** The numbers that a variational autoencoder reports of each step. */
enum VaeStatistic {
    LOSS(
            "total-loss",
            "loss",
            "What encoder and decoder minimize: reconstruction and weighted divergence, in nats for each image of a batch.",
            "Nats per image"),
    RECONSTRUCTION(
            "reconstruction-nats",
            "reconstruction",
            "What images cost given their latents, summed over all pixels: their negative log-likelihood, or a distance.",
            "Nats per image"),
    DIVERGENCE(
            "divergence-nats",
            "KL divergence",
            "How far the distributions of latents that the encoder gives are from the prior, in nats for each image.",
            "KL divergence"),
    WEIGHT(
            "divergence-weight",
            "weight of the KL divergence",
            "β: how much the KL divergence counts in the loss, which rises during the warm-up.",
            "Weight of the KL divergence"),
    ELBO(
            "elbo-nats",
            "ELBO",
            "The evidence lower bound: the log-likelihood of an image is at least this, in nats, on one batch.",
            "Evidence lower bound"),
    BITS(
            "bits-per-dimension",
            "bits per dimension",
            "The negative ELBO in bits for each number of an image: how many a code made by the model would take.",
            "Bits per dimension"),
    HELD_OUT(
            "held-out-nats",
            "held-out reconstruction and KL",
            "Reconstruction and KL divergence of images that are not trained on, with the averaged weights, at the last look"
                    + " at them; of a likelihood, the negative ELBO.",
            "Nats per image"),
    ACTIVE(
            "active-units",
            "active units",
            "Latent numbers that depend on the image: the variance of their mean over images is more than 0.01.",
            "Active units");

    private final Statistic statistic;

    VaeStatistic(String key, String label, String help, String chart) {
        statistic = new Statistic(key, label, help, chart);
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
