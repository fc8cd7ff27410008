package dev.duello.gan;

import java.util.Arrays;
import java.util.Optional;

/**
 * The numbers that a GAN tells of each step: what they are called in {@code events.jsonl}, and what people read. The keys stay
 * as they are, since runs outlive versions; the labels are the only ones, wherever a statistic is shown.
 */
public enum GanStatistic {
    DISCRIMINATOR_LOSS(
            "discriminator-loss",
            "discriminator loss",
            "The objective that D minimizes, on one batch, without the gradient penalty."),
    GENERATOR_LOSS("generator-loss", "generator loss", "The objective that G minimizes, on one batch."),
    D_REAL("d-real", "D(x)", "Mean probability of being real that D gives to real images; healthy between 0.5 and 1."),
    D_FAKE("d-fake", "D(G(z))", "Mean probability of being real that D gives to fakes; healthy between 0 and 0.5."),
    LOGIT_REAL("logit-real", "logit of D(x)", "Mean output of D for real images before the sigmoid."),
    LOGIT_FAKE("logit-fake", "logit of D(G(z))", "Mean output of D for fakes before the sigmoid."),
    PENALTY("penalty", "gradient penalty", "What is added to the loss of D for large gradients.");

    private final String key;
    private final String label;
    private final String help;

    GanStatistic(String key, String label, String help) {
        this.key = key;
        this.label = label;
        this.help = help;
    }

    /** Its name in logs. */
    public String key() {
        return key;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** What it means, in a sentence. */
    public String help() {
        return help;
    }

    /** The statistic with a key; empty for one that another learner, or another version, wrote. */
    public static Optional<GanStatistic> of(String key) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.key.equals(key))
                .findFirst();
    }

    /** The label of a key, or of a key that is not known the key in words. */
    public static String label(String key) {
        return of(key).map(GanStatistic::label).orElse(key.replace('-', ' '));
    }
}
