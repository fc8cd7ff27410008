package dev.duello.gan;

import dev.duello.learn.Statistic;

/** The numbers that a GAN reports of each step. */
enum GanStatistic {
    DISCRIMINATOR_LOSS(
            "discriminator-loss",
            "discriminator loss",
            "The objective that D minimizes, on one batch, without the gradient penalty.",
            "Losses"),
    GENERATOR_LOSS("generator-loss", "generator loss", "The objective that G minimizes, on one batch.", "Losses"),
    D_REAL(
            "d-real",
            "D(x)",
            "Mean probability of being real that D gives to real images; healthy between 0.5 and 1.",
            "Mean probability of being real"),
    D_FAKE(
            "d-fake",
            "D(G(z))",
            "Mean probability of being real that D gives to fakes; healthy between 0 and 0.5.",
            "Mean probability of being real"),
    LOGIT_REAL("logit-real", "logit of D(x)", "Mean output of D for real images before the sigmoid.", "Mean logit"),
    LOGIT_FAKE("logit-fake", "logit of D(G(z))", "Mean output of D for fakes before the sigmoid.", "Mean logit"),
    PENALTY("penalty", "gradient penalty", "What is added to the loss of D for large gradients.", "gradient penalty"),
    FAKE_ACCURACY(
            "fake-accuracy",
            "accuracy on fakes",
            "Share of the fakes that a private D takes for fakes; near 0.5 it has fallen behind.",
            "Accuracy on fakes"),
    EMBEDDING_DISTANCE(
            "embedding-distance",
            "distance to the embedding",
            "How far the fakes' mean features are from the released ones of the private images, squared, less what no fakes change.",
            "Distance to the embedding"),
    STEP_RATIO("step-ratio", "D steps", "Steps of a private D for one of G.", "Steps of D for one of G"),
    EPSILON(
            "epsilon",
            "epsilon",
            "What the private training has cost so far: an upper bound, at the delta of the promise.",
            "Privacy spent (epsilon)");

    private final Statistic statistic;

    GanStatistic(String key, String label, String help, String chart) {
        statistic = new Statistic(key, label, help, chart);
    }

    Statistic statistic() {
        return statistic;
    }

    String key() {
        return statistic.key();
    }
}
