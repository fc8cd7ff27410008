package dev.duello.learn;

import static dev.duello.learn.SettingException.require;

import dev.duello.nn.OptimizerSettings;
import dev.duello.nn.Schedule;
import java.util.List;

/** {@link OptimizerSettings} as a group of an experiment: the help and the ranges of its keys, the same for each learner. */
public final class OptimizerGroup {
    private OptimizerGroup() {}

    /**
     * The keys with their help.
     *
     * @param key of the group, such as {@code generator.optimizer}
     * @param whose what it trains, as the end of a sentence
     */
    public static List<Setting> settings(String key, String whose) {
        return List.of(
                Setting.open(
                        key + ".rate",
                        "more than 0" + Setting.SCHEDULE,
                        "The learning rate of Adam for the " + whose + "."),
                Setting.open(key + ".beta1", "0 to less than 1", "Adam's β1: decay of the mean of the gradients."),
                Setting.open(
                        key + ".beta2",
                        "0 to less than 1" + Setting.SCHEDULE,
                        "Adam's β2: decay of the mean of the squared gradients."),
                Setting.open(key + ".epsilon", "more than 0", "Adam's ε, added to the denominator."));
    }

    /** @throws SettingException when a value is out of its range */
    public static void check(String key, OptimizerSettings settings) {
        require(settings.rate().min() > 0, key + ".rate", settings.rate().min(), "more than 0");
        require(settings.beta1() >= 0 && settings.beta1() < 1, key + ".beta1", settings.beta1(), "0 to less than 1");
        Schedule beta2 = settings.beta2();
        require(beta2.min() >= 0 && beta2.max() < 1, key + ".beta2", beta2.max(), "0 to less than 1");
        require(settings.epsilon() > 0, key + ".epsilon", settings.epsilon(), "more than 0");
    }
}
