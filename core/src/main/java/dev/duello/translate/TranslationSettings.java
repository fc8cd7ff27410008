package dev.duello.translate;

import dev.duello.data.Dataset;
import dev.duello.learn.LearnerSettings;
import dev.duello.learn.SampleSpec;
import dev.duello.learn.SettingException;

/** Settings of a learner that makes images of images. */
public interface TranslationSettings extends LearnerSettings {
    /** What images are made from. */
    SourceSettings source();

    @Override
    default Dataset samples(Dataset opened, String where, long seed) {
        return source().samples(opened, where, seed);
    }

    /** For learners of unpaired images, whose discriminators see nothing beside an image. */
    static void refuseClasses(SampleSpec samples) {
        if (samples.classes() > 0) {
            throw new SettingException(
                    "data.labels: of unpaired images none are made by class: the presets pix2pix and sr"
                            + " do that of pairs. Set data.labels=ignore, as this preset has it.");
        }
    }
}
