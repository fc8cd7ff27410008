package dev.duello.translate;

import dev.duello.data.Dataset;
import dev.duello.learn.LearnerSettings;

/** Settings of a learner that makes images of images. */
public interface TranslationSettings extends LearnerSettings {
    /** What images are made from. */
    SourceSettings source();

    @Override
    default Dataset samples(Dataset opened, String where, long seed) {
        return source().samples(opened, where, seed);
    }
}
