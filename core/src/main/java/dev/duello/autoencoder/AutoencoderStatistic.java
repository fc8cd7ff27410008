package dev.duello.autoencoder;

import dev.duello.learn.Statistic;

/** The numbers that an autoencoder reports of each step. */
enum AutoencoderStatistic {
    LOSS(
            "reconstruction-loss",
            "reconstruction loss",
            "What the encoder and the decoder minimize: how far reconstructions are from their originals, on one batch."),
    HELD_OUT(
            "held-out-loss",
            "held-out loss",
            "The same on images that are not trained on, with the averaged weights, at the last look at them.");

    private final Statistic statistic;

    AutoencoderStatistic(String key, String label, String help) {
        statistic = new Statistic(key, label, help, "Reconstruction");
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
