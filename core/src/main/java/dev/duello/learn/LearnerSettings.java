package dev.duello.learn;

import dev.duello.data.Dataset;
import dev.duello.nn.Architecture;
import dev.duello.nn.Schedule;
import java.util.Map;

/**
 * A learner's own part of an experiment: an immutable record, whose components are keys at the top of the YAML file. Its
 * constructor refuses values out of range with a {@link SettingException}.
 */
public interface LearnerSettings {
    /**
     * Refuses batches that do not suit.
     *
     * @param key of the setting that gives the size
     * @param batch samples in a step, or in a part of one
     * @throws SettingException when the batch does not suit these settings
     */
    default void checkBatch(String key, int batch) {}

    /**
     * What is learned from: the samples as they were opened, or, for a learner that makes samples of others, with the {@link
     * Dataset#sources} that they are made from.
     *
     * @param opened all samples; keep them open as long
     * @param where the name or path that they were opened by
     * @param seed of the training
     * @return {@code opened} itself, or a set to be closed before it
     * @throws SettingException when these samples have no sources, or not such as these settings ask for
     */
    default Dataset samples(Dataset opened, String where, long seed) {
        return opened;
    }

    /**
     * The same with nothing left open that these samples decide.
     *
     * @param samples as {@link #samples} gives them
     */
    default LearnerSettings forSamples(Dataset samples) {
        return this;
    }

    /**
     * The networks that learn, by name, in the order to show them.
     *
     * @throws dev.duello.nn.ShapeException when the networks cannot make such samples
     */
    Map<String, Architecture> architectures(SampleSpec samples);

    /** A fresh learner; the same setup gives the same one. The caller closes it. */
    Learner learner(LearnerSetup setup);

    /** Whether its losses compare {@link LearnerSetup#features}. */
    default boolean matchesFeatures() {
        return false;
    }

    /** What is promised to those whose samples are learned from; nothing by default. */
    default PrivacySettings privacy() {
        return PrivacySettings.OFF;
    }

    /**
     * The same with another promise.
     *
     * @throws SettingException when this kind of learner can make none
     */
    default LearnerSettings withPrivacy(PrivacySettings privacy) {
        throw new SettingException("privacy: this learner cannot be trained with differential privacy.");
    }

    /** The learning rates, by the keys of their settings. */
    Map<String, Schedule> rates();

    /** Multiply-adds of one training step for each sample, about: to compare the time that trainings take. */
    double multiplyAdds(Map<String, Architecture> networks);
}
